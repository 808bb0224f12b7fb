"""What a page or a printed report says: which questions it asks, and the answers in words."""
