// What the guides for React and React Native take from the app that they are pasted into.
export declare function deleteWhatTheAppKeeps(): Promise<void>;
