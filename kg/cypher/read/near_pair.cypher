UNWIND $pairs AS pair
MATCH (one:__ONE__ {id: pair.one})
MATCH (other:__OTHER__ {id: pair.other})
RETURN pair.one AS one, pair.other AS other,
  size([(one)<-[:MENTIONS]-(article:Article)-[:MENTIONS]->(other) | article.id]) AS together,
  size([(one)-[stated]-(other) | type(stated)]) AS stated
