"""The rules of a room, with no input or output: messages and the time come in, effects go out."""
