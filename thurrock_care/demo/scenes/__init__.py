"""What a few people of the demo borough live through, told by the actions themselves."""
