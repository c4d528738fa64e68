MATCH (node)
WHERE NOT node:Projection
WITH node
LIMIT $most
DETACH DELETE node
RETURN count(*) AS deleted
