//! What every official paper of an agency shares: its head by the agency tree, and the press it is laid out on.
//! Which paper to print, and with which words, is the slices' business.

use kernel::{Day, Moment};
use platform::directory::Directory;
use platform::error::{Error, Result};
use platform::http::limits::Limited;
use platform::messages::Lang;
use platform::{App, Ctx, Locale, Refusal};
use printing::letter::Letter;
use printing::{PrintError, Template};
use serde_json::{Map, Value as Json, json};
use tokio::sync::Semaphore;

/// Papers laid out at once: each holds a processor and some tens of megabytes while it is,
/// also when whoever asked for it has hung up.
static PRESS: Semaphore = Semaphore::const_new(2);

/// Papers speak Vietnamese, whatever language the reader's screen speaks.
pub fn vietnamese(app: &App) -> Locale {
    app.locale(Lang::Vi)
}

/// The head of a paper: who issues it, under which number, where and when (Decree 30/2020, Annex I).
pub fn head(app: &App, agency: i64, number: &str, on: Day) -> Json {
    let directory = app.directory();
    let parent = directory.get(agency).and_then(|a| a.parent_id).map(|p| committee(directory.name(p)));
    json!({
        "parent": parent,
        "agency": directory.name(agency),
        "number": number,
        "place": place(&directory, &app.settings.city, agency),
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
fn place(directory: &Directory, city: &str, agency: i64) -> String {
    const UNITS: [&str; 7] = ["phường ", "xã ", "thị trấn ", "quận ", "huyện ", "thị xã ", "đặc khu "];
    let own =
        directory.get(agency).filter(|a| matches!(a.level.as_str(), "commune" | "district")).and_then(|a| {
            UNITS.iter().find_map(|unit| a.name.rsplit_once(unit).map(|(_, name)| name.trim().to_owned()))
        });
    own.unwrap_or_else(|| city.trim_start_matches("Thành phố ").trim_start_matches("Tỉnh ").to_owned())
}

/// A moment as the templates read it, Vietnamese time.
pub fn local(moment: Moment) -> String {
    format!("{}T{}", moment.day(), moment.time().format("%H:%M"))
}

/// A letter as a text document, for who writes on. Who asks for it without end is told to wait (429).
pub async fn docx(ctx: &Ctx, letter: &Letter) -> Result<Vec<u8>> {
    ctx.limit(Limited::Print).await?;
    letter.docx(ctx.now.utc()).map_err(|e| Error::fault("letter as DOCX", e))
}

/// Lays a paper out as PDF/A. It is work for the processor, so it runs beside the request's thread; text the printed
/// face has no shapes for is the writer's to change (422), not a fault. Who prints without end is told to wait (429).
pub async fn print(
    ctx: &Ctx,
    template: Template,
    inputs: Map<String, Json>,
    assets: Vec<(&'static str, Vec<u8>)>,
) -> Result<Vec<u8>> {
    ctx.limit(Limited::Print).await?;
    let place = PRESS.acquire().await.map_err(|e| Error::fault("printing", e))?;
    let (inputs, at) = (Json::Object(inputs), ctx.now.utc());
    let printed = tokio::task::spawn_blocking(move || {
        let _place = place;
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
            Refusal::new("papers-refused-glyph").arg("characters", shown.join(", ")).status(422).into()
        }
        other => Error::fault("printing", other),
    })
}
