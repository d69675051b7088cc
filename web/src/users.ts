// The people that the emulator knows (emulator-data/).
export const testUsers = [
  { name: 'Alice', email: 'alice@example.com' },
  { name: 'Bob', email: 'bob@example.com' },
] as const;

export const testPassword = 'password123';
