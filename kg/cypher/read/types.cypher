MATCH ()-[edge]->()
RETURN type(edge) AS type, count(*) AS edges
ORDER BY type
