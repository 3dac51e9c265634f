"""The demo's invented people and cases. Never loaded outside the demo."""
