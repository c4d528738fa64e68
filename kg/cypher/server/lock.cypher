MERGE (lock:Projection {id: 'lock'})
