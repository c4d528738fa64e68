"""kg: a knowledge graph of companies, read out of the news."""
