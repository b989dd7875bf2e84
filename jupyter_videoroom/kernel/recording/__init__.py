"""How a call becomes a file: pictures and sound of people are laid on one clock, composed, mixed and encoded."""
