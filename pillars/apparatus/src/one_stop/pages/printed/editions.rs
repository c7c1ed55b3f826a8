//! The forms of each regime, as the legal profile dates them: which there are, under which number and title, confirmed or not.

use super::sheet;
use crate::one_stop::forms;
use axum::extract::Path;
use axum::response::Response;
use kernel::Day;
use platform::Ctx;
use platform::error::{Error, Result};
use platform::http::Query;
use printing::Template;
use serde_json::{Map, Value as Json, json};

/// A set of forms of a time.
pub struct Edition {
    /// First day; none where it is open.
    pub from: Option<Day>,
    /// Last day.
    pub to: Option<Day>,
    /// What says so.
    pub source: String,
    /// Whether a source was seen.
    pub confirmed: bool,
    /// The forms, in their order.
    pub forms: Vec<EditionForm>,
}

/// A form of a set.
#[derive(serde::Deserialize)]
pub struct EditionForm {
    /// Number, where the set numbers its forms.
    pub no: Option<String>,
    /// Key of the template.
    pub key: String,
    /// Title.
    pub title: String,
    /// A4 or A5.
    #[serde(default)]
    pub paper: String,
}

/// Every set, the latest first; a set that cannot be read is a fault of the rule's keeper, and told as such.
pub fn all(ctx: &Ctx) -> Result<Vec<Edition>> {
    #[derive(serde::Deserialize)]
    struct Set {
        forms: Vec<EditionForm>,
    }
    let profiles = ctx.app.profiles();
    let edition = |rule: &platform::profiles::Rule| -> Result<Edition> {
        let set: Set = serde_json::from_value(rule.value.clone())?;
        let (source, forms) = (rule.source.clone(), set.forms);
        Ok(Edition { from: rule.from, to: rule.to, source, confirmed: rule.confirmed, forms })
    };
    profiles.rows("one_stop.forms").iter().map(edition).collect()
}

/// The template of a form's key.
fn template(key: &str) -> Option<Template> {
    forms::ALL.into_iter().find(|template| template.name == key)
}

/// GET /mau-in/{form}/mau: a form with its sample, under the title and number of the day asked for (`ngay`).
pub async fn sample(ctx: Ctx, Path(key): Path<String>, query: Query) -> Result<Response> {
    let template = template(&key).ok_or(Error::NotFound)?;
    let day = query.get("ngay").and_then(|d| d.parse::<Day>().ok()).unwrap_or(ctx.today());
    let sample: Json = serde_json::from_str(template.sample)?;
    let Json::Object(mut inputs) = sample else { return Err(Error::NotFound) };
    inputs.insert("forms".to_owned(), sheet::forms_on(&ctx, day)?);
    stamp(&mut inputs, day);
    let content = sheet::print(&ctx, template, inputs, Vec::new()).await?;
    Ok(ui::pdf(&format!("mau-{key}-{day}"), content))
}

/// A sample bears the day it is looked at for, so that nobody takes it for a paper.
fn stamp(inputs: &mut Map<String, Json>, day: Day) {
    if let Some(Json::Object(head)) = inputs.get_mut("head") {
        head.insert("number".to_owned(), json!("MẪU"));
        head.insert("on".to_owned(), json!(day.to_string()));
    }
}
