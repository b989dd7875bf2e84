// What is of no use before one is in a room, as one file.
export { follow } from "../room/following";
export { Mesh } from "./mesh";
