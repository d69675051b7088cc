// What Prettier and tsc do not see: promises nobody waits for, imports that point outward.
import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { inwardImports } from './tools/checks/inwardImports.ts';

export default defineConfig(
  globalIgnores(['**/node_modules/', '**/lib/', '**/dist/', 'docs/', '.cache/']),
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // An async function may satisfy an interface without waiting for anything.
      '@typescript-eslint/require-await': 'off',
      // Factories give plain objects, whose functions have no `this`.
      '@typescript-eslint/unbound-method': 'off',
      // tsc does these.
      '@typescript-eslint/no-unused-vars': 'off',
      'no-undef': 'off',
    },
  },
  {
    // What comes from JSON or a hostile caller is untyped in tests; an assertion follows at once.
    files: ['**/test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        Headers: 'readonly',
        setTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
      },
    },
  },
  {
    files: ['tools/scripts/setup.mjs'],
    rules: { 'no-var': 'off', 'prefer-arrow-callback': 'off' },
  },
  inwardImports,
);
