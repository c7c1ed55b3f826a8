-- Which versions are in force is asked by every list that is filtered by procedure: answered from the index alone, in its order.
CREATE INDEX procedure_version_in_force ON procedure_version (status, code, valid_from, valid_to, id);
