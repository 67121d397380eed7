"""What we talk about: store profile, request, reply. Frozen values that forbid unknown keys."""
