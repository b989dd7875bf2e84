/** The kinds of a connection's fixed transceivers, in the order of their m-lines and of SOURCES. */
export const SLOTS = ["audio", "video", "video", "audio"] as const;

export const MICROPHONE = 0;
export const CAMERA = 1;
export const SCREEN = 2;
export const SCREEN_SOUND = 3;
