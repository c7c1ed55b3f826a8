//! What every paper of a dossier shares: its head, the people on it, its moments, and the press itself.

use crate::one_stop::store::Dossier;
use kernel::{Day, Moment};
use platform::error::{Error, Result};
use platform::messages::Lang;
use platform::{App, Ctx, Locale, Refusal};
use printing::{PrintError, Template};
use serde_json::{Map, Value as Json, json};
use tokio::sync::Semaphore;

/// Papers laid out at once: each holds a processor and some tens of megabytes while it is.
static PRESS: Semaphore = Semaphore::const_new(2);

/// Papers speak Vietnamese.
pub fn vietnamese(app: &App) -> Locale {
    app.locale(Lang::Vi)
}

/// The keys of a dossier that every paper may show, with the number and day the paper bears.
pub fn inputs(ctx: &Ctx, dossier: &Dossier, number: &str, on: Day) -> Result<Map<String, Json>> {
    let mut keys = Map::new();
    keys.insert("head".to_owned(), head(ctx, dossier.agency_id, number, on));
    keys.insert("code".to_owned(), json!(dossier.code));
    keys.insert(
        "procedure".to_owned(),
        json!({"name": dossier.procedure_name, "code": dossier.procedure_code}),
    );
    keys.insert("applicant".to_owned(), applicant(dossier)?);
    keys.insert("received_at".to_owned(), json!(dossier.received().map(local)));
    keys.insert("due".to_owned(), json!(due(dossier)));
    keys.insert("archive".to_owned(), json!("VT"));
    let day = dossier.received().unwrap_or(Moment::from_micros(dossier.filed_at)).day();
    keys.insert("forms".to_owned(), forms_on(ctx, day)?);
    Ok(keys)
}

/// The set of forms in force on a day: title and, where a source confirms the set, number of each.
pub fn forms_on(ctx: &Ctx, day: Day) -> Result<Json> {
    #[derive(Default, serde::Deserialize)]
    struct Set {
        forms: Vec<Form>,
    }
    #[derive(serde::Deserialize)]
    struct Form {
        no: Option<String>,
        key: String,
        title: String,
    }
    let profiles = ctx.app.profiles();
    let set: Set = profiles.get_or("one_stop.forms", day, Set::default())?;
    let confirmed = profiles.rule("one_stop.forms", day).is_some_and(|r| r.confirmed);
    let named = set.forms.into_iter().map(|form| {
        let number = form.no.filter(|_| confirmed);
        (form.key, json!({"title": form.title, "no": number}))
    });
    Ok(Json::Object(named.collect()))
}

/// The head of a paper: who issues it, under which number, where and when.
pub fn head(ctx: &Ctx, agency: i64, number: &str, on: Day) -> Json {
    let directory = ctx.app.directory();
    let parent = directory.get(agency).and_then(|a| a.parent_id).map(|p| directory.name(p));
    json!({
        "parent": committee(parent.unwrap_or(ctx.app.settings.city.as_str())),
        "agency": directory.name(agency),
        "number": number,
        "place": place(ctx, agency),
        "on": on.to_string(),
    })
}

/// A head names the body above, not the territory: "UBND thành phố Cần Thơ" over a department of the city.
fn committee(name: &str) -> String {
    for (territory, lower) in [("Thành phố ", "thành phố "), ("Tỉnh ", "tỉnh ")] {
        if let Some(rest) = name.strip_prefix(territory) {
            return format!("UBND {lower}{rest}");
        }
    }
    name.to_owned()
}

/// The place in a paper's dateline: the commune or district of its agency, else the city (Decree 30/2020, Annex I).
fn place(ctx: &Ctx, agency: i64) -> String {
    const UNITS: [&str; 7] = ["phường ", "xã ", "thị trấn ", "quận ", "huyện ", "thị xã ", "đặc khu "];
    let directory = ctx.app.directory();
    let own =
        directory.get(agency).filter(|a| matches!(a.level.as_str(), "commune" | "district")).and_then(|a| {
            UNITS.iter().find_map(|unit| a.name.rsplit_once(unit).map(|(_, name)| name.trim().to_owned()))
        });
    own.unwrap_or_else(|| {
        ctx.app.settings.city.trim_start_matches("Thành phố ").trim_start_matches("Tỉnh ").to_owned()
    })
}

/// Who handed the dossier in, and for whom.
pub fn applicant(dossier: &Dossier) -> Result<Json> {
    let owner = dossier.owner();
    Ok(match dossier.proxy()? {
        None => json!({
            "name": owner.name, "identity": owner.identity_number, "address": owner.address,
            "phone": owner.phone, "email": owner.email,
        }),
        Some(proxy) => json!({
            "name": proxy.name, "identity": proxy.identity_number, "for": owner.name,
            "address": if proxy.address.is_empty() { owner.address } else { proxy.address },
            "phone": if proxy.phone.is_empty() { owner.phone } else { proxy.phone },
            "email": if proxy.email.is_empty() { owner.email } else { proxy.email },
        }),
    })
}

/// A moment as the forms read it, Vietnamese time.
pub fn local(moment: Moment) -> String {
    format!("{}T{}", moment.day(), moment.time().format("%H:%M"))
}

/// The promise as the window of a half day.
pub fn due(dossier: &Dossier) -> Option<Json> {
    dossier.due().map(|due| window(due, dossier.due_from_at.map(Moment::from_micros)))
}

/// A promised moment, with the beginning of its window where one is known.
pub fn window(due: Moment, from: Option<Moment>) -> Json {
    let hour = |moment: Moment| moment.time().format("%H:%M").to_string();
    json!({"on": due.day().to_string(), "from": from.map(hour), "to": hour(due)})
}

/// Lays a paper out. It is work for the processor, so it runs beside the request's thread; text the printed face
/// has no shapes for is the writer's to change, not a fault.
pub async fn print(
    ctx: &Ctx,
    template: Template,
    inputs: Map<String, Json>,
    assets: Vec<(&'static str, Vec<u8>)>,
) -> Result<Vec<u8>> {
    let _place = PRESS.acquire().await.map_err(|e| Error::fault("printing", e))?;
    let (inputs, at) = (Json::Object(inputs), ctx.now.utc());
    let printed = tokio::task::spawn_blocking(move || {
        let assets: Vec<(&str, &[u8])> =
            assets.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
        printing::render_with(&template, &inputs, &assets, at)
    })
    .await
    .map_err(|e| Error::fault("printing", e))?;
    printed.map_err(|error| match error {
        PrintError::MissingGlyph { characters, .. } => {
            let shown: Vec<String> =
                characters.chars().map(|c| format!("“{c}” (U+{:04X})", u32::from(c))).collect();
            Refusal::new("one-stop-refused-glyph").arg("characters", shown.join(", ")).status(422).into()
        }
        other => Error::fault("printing", other),
    })
}

/// A paper this dossier has no ground for.
pub fn none(key: &'static str) -> Error {
    Refusal::new(key).into()
}
