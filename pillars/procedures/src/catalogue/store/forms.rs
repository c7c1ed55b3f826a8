//! SQL of the form files that the office has put on the server.

use platform::error::{Error, Result};
use platform::files::StoredFile;
use platform::store::FromRow;
use platform::{Read, Tx};

/// A form's file.
#[derive(Debug, Clone, FromRow)]
pub struct FormFile {
    pub id: i64,
    pub form_name: String,
    pub hash: String,
    pub file_name: String,
    pub size: i64,
}

/// The form files of a procedure, by name of the form.
pub async fn form_files(db: &impl Read, code: &str) -> Result<Vec<FormFile>> {
    db.rows(
        "SELECT f.id, f.form_name, f.hash, f.file_name, f.size FROM procedure_form f \
         JOIN procedure p ON p.id = f.procedure_id WHERE p.code = $1 ORDER BY f.form_name",
        vec![code.into()],
    )
    .await
}

/// Names of the forms that have a file.
pub async fn form_names(db: &impl Read, code: &str) -> Result<Vec<String>> {
    Ok(form_files(db, code).await?.into_iter().map(|f| f.form_name).collect())
}

/// Keeps the file of a form; a newer one takes its place.
pub async fn put_form(
    tx: &Tx,
    procedure: i64,
    form: &str,
    stored: &StoredFile,
    file_name: &str,
) -> Result<()> {
    tx.exec(
        "INSERT INTO procedure_form (procedure_id, form_name, hash, file_name, size, uploaded_at) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (procedure_id, form_name) DO UPDATE SET hash = excluded.hash, \
         file_name = excluded.file_name, size = excluded.size, uploaded_at = excluded.uploaded_at",
        vec![
            procedure.into(),
            form.into(),
            stored.hash.clone().into(),
            file_name.into(),
            stored.size.into(),
            tx.at().micros().into(),
        ],
    )
    .await?;
    Ok(())
}

/// Takes the file of a form away.
pub async fn drop_form(tx: &Tx, procedure: i64, form: &str) -> Result<bool> {
    let sql = "DELETE FROM procedure_form WHERE procedure_id = $1 AND form_name = $2";
    Ok(tx.exec(sql, vec![procedure.into(), form.into()]).await? > 0)
}

/// Id of a procedure.
pub async fn procedure_id(db: &impl Read, code: &str) -> Result<i64> {
    let id = db.number("SELECT id FROM procedure WHERE code = $1", vec![code.into()]).await?;
    if id > 0 { Ok(id) } else { Err(Error::NotFound) }
}
