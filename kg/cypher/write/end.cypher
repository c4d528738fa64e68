UNWIND $rows AS row
MATCH (claim:Claim {id: row.claim})
MATCH (entity:__KIND__ {id: row.entity})
CREATE (claim)-[:__END__]->(entity)
