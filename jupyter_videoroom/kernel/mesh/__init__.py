"""Media over peer connections of WebRTC, one with each member of the call, made with aiortc."""
