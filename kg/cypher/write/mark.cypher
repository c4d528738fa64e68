MERGE (mark:Projection {id: 'projection'})
SET mark.schema = $schema,
    mark.engine = $engine,
    mark.sequence = $sequence
