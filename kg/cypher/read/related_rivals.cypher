UNWIND $companies AS id
MATCH (company:Company {id: id})-[versus:COMPETES_WITH]-(rival:Company)
WHERE NOT versus.status IN ['ended', 'denied']
RETURN DISTINCT rival.id AS rival
ORDER BY rival
