//! Documents: files handed in ahead of the application that names them.

use super::slice::PREFIX;
use super::store::{self, Document, NewDocument};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use contracts::desk::DeskPaper;
use platform::api::{Nothing, One, Stored};
use platform::error::{Error, FieldErrors, Result};
use platform::{Change, Ctx, scanner, uploads};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// A file to hand in: as a form, its bytes in base64 or as the part of a form of many parts; or as JSON.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Upload {
    /// Its bytes in base64, one file a call.
    #[schemars(length(min = 1, max = 1), extend("contentEncoding" = "base64"))]
    file: Vec<String>,
    /// Key of the paper that it is, from `component.` of the service.
    #[schemars(length(max = 80))]
    additional_metadata: Option<String>,
}

/// What became of it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Uploaded {
    /// Status.
    code: i32,
    /// Type found in its content.
    #[serde(rename = "type")]
    media_type: String,
    /// Name it is kept under.
    message: String,
    /// What an application names it by.
    url: String,
}

/// A document by the secret part of its address.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ByKey {
    /// Key.
    #[schemars(length(min = 1, max = 80))]
    key: String,
}

/// Keeps a file for its sender.
pub async fn take(ctx: Ctx, _: Nothing, sent: Upload) -> Result<One<Uploaded>> {
    let content =
        sent.file.first().and_then(|text| BASE64.decode(text).ok()).filter(|bytes| !bytes.is_empty());
    let Some(content) = content else {
        let mut errors = FieldErrors::new();
        errors.add("file", "ground-api-field-base64");
        return Err(Error::Invalid(errors));
    };
    let content = bytes::Bytes::from(content);
    let component = sent.additional_metadata.unwrap_or_default();
    scanner::look(&ctx, &component, &content).await?;
    let account = ctx.viewer()?.account_id;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let file = uploads::take(&ctx.app, &tx, &uploads::sender(&ctx), content).await?;
    let stem = if component.is_empty() { "document" } else { component.as_str() };
    let name = format!("{stem}.{}", ending(&file.media_type));
    let key = ctx.app.random.token();
    let new = NewDocument { key: &key, account, component: &component, name: &name, hash: &file.hash };
    let id = store::add(&tx, &new).await?;
    tx.journal(Change::of("govstack", "document", id, "document_upload").after(json!({"name": name})))
        .await?;
    tx.commit().await?;
    Ok(One(Uploaded {
        code: 200,
        media_type: file.media_type,
        message: name,
        url: format!("{PREFIX}/documents/{key}"),
    }))
}

/// The bytes, for who handed them in.
pub async fn show(ctx: Ctx, path: ByKey, _: Nothing) -> Result<Stored> {
    let document = own(&ctx, &path.key).await?.ok_or(Error::NotFound)?;
    let (file, content) = ctx.app.files.get(&ctx.app.store, &document.file_hash).await?;
    Ok(Stored { media_type: file.media_type, name: document.name, content })
}

async fn own(ctx: &Ctx, key: &str) -> Result<Option<Document>> {
    store::own(&ctx.app.store, ctx.viewer()?.account_id, key).await
}

/// The documents that an application names, with their numbers; all errors at once.
pub async fn named(ctx: &Ctx, urls: &[String]) -> Result<(Vec<i64>, Vec<DeskPaper>)> {
    let (mut ids, mut papers, mut errors) = (Vec::new(), Vec::new(), FieldErrors::new());
    for (at, url) in urls.iter().enumerate() {
        let key = url.rsplit('/').next().unwrap_or_default();
        match own(ctx, key).await? {
            None => errors.add(format!("documentUrls.{at}"), "govstack-document-unknown"),
            Some(document) if document.component.is_empty() => {
                errors.add(format!("documentUrls.{at}"), "govstack-document-component");
            }
            Some(document) => {
                ids.push(document.id);
                papers.push(DeskPaper {
                    component: document.component,
                    name: document.name,
                    hash: document.file_hash,
                });
            }
        }
    }
    errors.check()?;
    Ok((ids, papers))
}

/// The dossier has them now.
pub async fn used(ctx: &Ctx, ids: &[i64]) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let tx = ctx.app.store.housekeeping().await?;
    for id in ids {
        store::forget(&tx, *id).await?;
    }
    tx.commit().await
}

/// The ending of a name by the type found in the content.
fn ending(media_type: &str) -> &'static str {
    match media_type {
        "application/pdf" => "pdf",
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/webp" => "webp",
        "image/heif" => "heic",
        kind if kind.ends_with("wordprocessingml.document") => "docx",
        kind if kind.ends_with("spreadsheetml.sheet") => "xlsx",
        _ => "bin",
    }
}
