-- Checkpoints that change keys are few among one a minute, and every public page of a dossier asks for them.
CREATE INDEX ledger_checkpoint_rotates ON ledger_checkpoint (id) WHERE rotates;
