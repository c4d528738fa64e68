MATCH (node)
WHERE NOT node:Projection
UNWIND labels(node) AS label
RETURN label, count(*) AS nodes
ORDER BY label
