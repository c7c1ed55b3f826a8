CREATE TABLE shipped_permission (
  role_code TEXT NOT NULL,
  permission TEXT NOT NULL,
  PRIMARY KEY (role_code, permission)
);
