MERGE (mark:Projection {id: 'projection'})
SET mark.schema = $schema,
    mark.engine = $engine,
    mark.ontology = $ontology,
    mark.ledger = $ledger,
    mark.sequence = $sequence
