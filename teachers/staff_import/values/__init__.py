"""What schools write into cells, understood: one module a kind of value; each raises BadValue in words."""
