"""Events as calendar programs read them (RFC 5545): entries, a person's feed, one event's file, letters' files."""
