"""The algorithms with which objects are cut out of pictures: how long a person waits for them."""
