CREATE FULLTEXT INDEX names IF NOT EXISTS FOR (node:Entity) ON EACH [node.name, node.aliases]
