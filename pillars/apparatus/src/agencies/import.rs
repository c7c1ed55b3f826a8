//! The agency trees that ship, and files of other cities, into the tables: all findings at once, or everything.

use super::rules::import::{FiledAgency, Finding, Known, check, read};
use super::store::{self, Agency};
use kernel::text::initials;
use platform::error::{Error, Result};
use platform::messages::Lang;
use platform::search::{self, SearchDoc};
use platform::shipped::{self, Shipped};
use platform::{Actor, App, Change, Ctx, Tx};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The trees that ship: Cần Thơ with three tiers and, since 1 July 2025, with two.
pub(super) const SHIPPED: [(&str, &str); 2] = [
    ("agencies-2012.csv", include_str!("../../../../programmes/can-tho-2011-2015/agencies-2012.csv")),
    ("agencies-2025.csv", include_str!("../../../../programmes/can-tho-2011-2015/agencies-2025.csv")),
];

/// What an import does with agencies that are there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Leaves them as the city keeps them: the seed.
    AddMissing,
    /// Makes them as the file says.
    Update,
}

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Outcome {
    /// Agencies added.
    pub added: u64,
    /// Agencies changed.
    pub changed: u64,
    /// Agencies left as they were.
    pub unchanged: u64,
}

/// What the program keeps of the trees it shipped.
const KIND: &str = "agencies.tree";

/// The seed: both trees that ship, read again only when the program ships others.
pub(super) async fn seed(app: App) -> Result<()> {
    let texts: Vec<&str> = SHIPPED.iter().map(|(_, text)| *text).collect();
    let file_hash = shipped::hash(&texts.concat());
    let noted = shipped::of(&app.store, KIND).await?;
    if noted.values().any(|n| n.file_hash == file_hash) {
        return Ok(());
    }
    match import_texts(&app, &Actor::system(), &SHIPPED, Mode::AddMissing).await {
        Ok(_) => {}
        // A city that changed its tree may not fit with what ships anew; it goes on with its own.
        Err(error) if !noted.is_empty() => {
            tracing::warn!(%error, "the agencies that ship anew do not fit the city's");
        }
        Err(error) => return Err(error),
    }
    let tx = app.store.housekeeping().await?;
    let shipped = Shipped { file_hash, put_hash: String::new() };
    shipped::note(&tx, KIND, "agencies", &shipped).await?;
    tx.commit().await
}

/// Imports files that belong together (successors may stand in another file).
///
/// # Errors
/// A fault that lists every finding with file and line; then nothing was changed.
pub async fn import_files(app: &App, by: &Actor, paths: &[PathBuf], mode: Mode) -> Result<Outcome> {
    let mut texts = Vec::new();
    for path in paths {
        let text = tokio::fs::read_to_string(path).await.map_err(|e| Error::fault(path.display(), e))?;
        texts.push((path.display().to_string(), text));
    }
    let files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    import_texts(app, by, &files, mode).await
}

/// Imports (name, CSV text) pairs that belong together.
///
/// # Errors
/// As [`import_files`].
pub async fn import_texts(app: &App, by: &Actor, files: &[(&str, &str)], mode: Mode) -> Result<Outcome> {
    let tx = app.store.write(by).await?;
    let stored = store::all(&tx).await?;
    let mut findings = Vec::new();
    let rows = files.iter().flat_map(|(name, text)| read(name, text, &mut findings)).collect();
    let rows = check(rows, &known(&stored), &mut findings);
    refuse(&findings)?;
    let mut import = Import::over(stored);
    for row in &rows {
        import.agency(app, &tx, row, mode).await?;
    }
    for row in &rows {
        import.successors(&tx, row, mode).await?;
    }
    let outcome = import.outcome;
    if outcome.added + outcome.changed == 0 {
        return Ok(outcome);
    }
    platform::app::mark_changed(&tx).await?;
    tx.commit().await?;
    app.refresh().await?;
    Ok(outcome)
}

fn refuse(findings: &[Finding]) -> Result<()> {
    if findings.is_empty() {
        return Ok(());
    }
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    Err(Error::fault(format!("{} findings in the agency files", findings.len()), lines.join("\n")))
}

fn known(stored: &[Agency]) -> BTreeMap<String, Known> {
    let codes: BTreeMap<i64, &str> = stored.iter().map(|a| (a.id, a.code.as_str())).collect();
    stored
        .iter()
        .map(|a| {
            let parent = a.parent_id.and_then(|p| codes.get(&p)).map(|c| (*c).to_owned());
            let span = a.span();
            (a.code.clone(), Known { parent, valid_from: span.from, valid_to: span.to })
        })
        .collect()
}

struct Import {
    ids: BTreeMap<String, i64>,
    stored: BTreeMap<String, Agency>,
    fresh: Vec<String>,
    outcome: Outcome,
}

impl Import {
    fn over(stored: Vec<Agency>) -> Import {
        Import {
            ids: stored.iter().map(|a| (a.code.clone(), a.id)).collect(),
            stored: stored.into_iter().map(|a| (a.code.clone(), a)).collect(),
            fresh: Vec::new(),
            outcome: Outcome::default(),
        }
    }

    fn id(&self, code: &str) -> Result<i64> {
        self.ids.get(code).copied().ok_or_else(|| Error::fault("agency import", format!("{code} has no id")))
    }

    async fn agency(&mut self, app: &App, tx: &Tx, row: &FiledAgency, mode: Mode) -> Result<()> {
        let parent = row.parent.as_deref().map(|p| self.id(p)).transpose()?;
        let at = tx.at().micros();
        let Some(old) = self.stored.get(&row.code) else {
            let mut agency = Agency::filed(row, 0, parent, at);
            agency.id = store::insert(tx, &agency).await?;
            self.ids.insert(row.code.clone(), agency.id);
            self.fresh.push(row.code.clone());
            self.outcome.added += 1;
            let after = json!({"agency_name": agency.name, "agency_source": row.source});
            tx.journal(Change::of("agencies", "agency", agency.id, "agency_import").after(after)).await?;
            return index(app, tx, &agency).await;
        };
        let wanted = Agency::filed(row, old.id, parent, old.changed_at);
        if mode == Mode::AddMissing || wanted == *old {
            self.outcome.unchanged += 1;
            return Ok(());
        }
        let (before, after) = differences(old, &wanted);
        store::update(tx, &Agency { changed_at: at, ..wanted.clone() }, old.changed_at).await?;
        tx.journal(Change::of("agencies", "agency", old.id, "agency_import").before(before).after(after))
            .await?;
        self.outcome.changed += 1;
        index(app, tx, &wanted).await
    }

    async fn successors(&mut self, tx: &Tx, row: &FiledAgency, mode: Mode) -> Result<()> {
        let fresh = self.fresh.contains(&row.code);
        if row.successors.is_empty() && fresh || mode == Mode::AddMissing && !fresh {
            return Ok(());
        }
        let id = self.id(&row.code)?;
        let wanted = row.successors.iter().map(|code| self.id(code)).collect::<Result<Vec<i64>>>()?;
        let old = store::successors(tx, id).await?;
        if old == wanted {
            return Ok(());
        }
        store::set_successors(tx, id, &wanted).await?;
        if !fresh {
            let change = Change::of("agencies", "agency", id, "agency_import")
                .after(json!({"agency_successors": row.successors.join(" ")}));
            tx.journal(change).await?;
            self.outcome.changed += 1;
        }
        Ok(())
    }
}

/// The fields that differ, before and after, named as the journal shows them.
pub(super) fn differences(old: &Agency, new: &Agency) -> (Json, Json) {
    let fields = |a: &Agency| -> [(&'static str, Json); 15] {
        [
            ("agency_name", json!(a.name)),
            ("agency_short_name", json!(a.short_name)),
            ("agency_kind", json!(a.kind)),
            ("agency_level", json!(a.level)),
            ("agency_parent", json!(a.parent_id)),
            ("agency_unit_code", json!(a.unit_code)),
            ("agency_commune_type", json!(a.commune_type)),
            ("agency_id_2016", json!(a.id_2016)),
            ("agency_id_2020", json!(a.id_2020)),
            ("agency_ids_confirmed", json!(a.ids_confirmed)),
            ("agency_confirmed", json!(a.confirmed)),
            ("agency_one_stop", json!(a.one_stop)),
            ("agency_valid_from", json!(a.valid_from)),
            ("agency_valid_to", json!(a.valid_to)),
            ("agency_source", json!(a.source)),
        ]
    };
    let (mut before, mut after) = (Map::new(), Map::new());
    for ((name, was), (_, is)) in fields(old).into_iter().zip(fields(new)) {
        if was != is {
            before.insert(name.to_owned(), was);
            after.insert(name.to_owned(), is);
        }
    }
    (Json::Object(before), Json::Object(after))
}

/// Where an agency stands among those found alike: the body before its divisions, what is before what was.
pub(super) fn standing(ctx: &Ctx, id: i64) -> u8 {
    let directory = ctx.app.directory();
    let Some(agency) = directory.get(id) else { return u8::MAX };
    let place = match (agency.kind.as_str(), agency.level.as_str()) {
        ("city", _) => 0,
        ("division" | "press", _) => 3,
        (_, "commune") => 2,
        _ => 1,
    };
    if agency.in_force(ctx.today()) { place } else { place + 10 }
}

/// Puts an agency into the search index; agencies are public.
pub(super) async fn index(app: &App, tx: &Tx, a: &Agency) -> Result<()> {
    let locale = app.locale(Lang::Vi);
    let mut summary = locale.t(&format!("agencies-kind-{}", a.kind));
    if let Some(to) = a.span().to {
        summary = format!("{summary} · {}", locale.tn("agencies-until", &[("day", to.vn())]));
    }
    let initials = initials(&a.name);
    let words = [&a.short_name, &a.code, &a.unit_code, &a.id_2016, &a.id_2020, &initials].map(String::as_str);
    let doc = SearchDoc {
        kind: "agency",
        record_id: a.id,
        title: a.name.clone(),
        summary,
        href: format!("/co-quan/{}", a.code),
        words: words.join(" "),
        agency_id: None,
        many: false,
    };
    search::index(tx, &doc).await
}
