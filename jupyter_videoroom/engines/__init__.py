"""What moves the media of calls. The server only tells clients how; each way is an engine."""
