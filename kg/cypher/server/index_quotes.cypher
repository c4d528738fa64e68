CREATE FULLTEXT INDEX quotes IF NOT EXISTS FOR (node:Claim) ON EACH [node.quotes]
