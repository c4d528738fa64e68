"""The pages: each is a function of a store and of what is asked, and gives a view."""
