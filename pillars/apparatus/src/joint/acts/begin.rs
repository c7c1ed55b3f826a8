//! A part begins: its dossier is opened at its agency with what was asked once and with the results of the parts before it.

use super::super::rules::{PartState, moved};
use super::super::store::{self, Joint, Part};
use contracts::dossiers::{DossierIntake, FiledPaper, Filing, Opened};
use contracts::joint::{PartDossiers, part_key};
use contracts::procedures::Catalogue;
use platform::error::{Error, Result};
use platform::messages::Lang;
use platform::{App, Change, Tx};
use serde_json::json;
use std::sync::Arc;

/// Begins the parts at these places; what they were to be opened with is read from them.
pub(super) async fn begin(
    app: &App,
    tx: &Tx,
    joint: &Joint,
    parts: &mut [Part],
    places: &[i64],
) -> Result<()> {
    for place in places {
        if let Some(at) = parts.iter().position(|part| part.place == *place) {
            open(app, tx, joint, (&mut *parts, at)).await?;
        }
    }
    Ok(())
}

/// What became of parts whose turn it was, by their places.
#[derive(Debug, Default)]
pub(super) struct Begun {
    /// Opened at their agencies.
    pub opened: Vec<i64>,
    /// Could not be opened.
    pub stuck: Vec<i64>,
}

/// Begins what can be begun. Nobody is there who could answer a refusal: what cannot be opened is marked as stuck with its reason,
/// and the rest goes on.
pub(super) async fn begin_or_stick(
    app: &App,
    tx: &Tx,
    joint: &Joint,
    parts: &mut [Part],
    places: &[i64],
) -> Result<Begun> {
    let mut begun = Begun::default();
    for place in places {
        let Some(at) = parts.iter().position(|part| part.place == *place) else { continue };
        let words = app.locale(Lang::Vi);
        let reason = match open(app, tx, joint, (&mut *parts, at)).await {
            Ok(()) => {
                begun.opened.push(*place);
                continue;
            }
            Err(Error::Refused(refusal)) => {
                let args: Vec<(&str, String)> = refusal.args.iter().map(|(n, v)| (*n, v.clone())).collect();
                words.tn(refusal.key, &args)
            }
            Err(Error::NotFound) => words.t("joint-stuck-agency"),
            Err(other) => return Err(other),
        };
        begun.stuck.push(*place);
        if let Some(part) = parts.get_mut(at) {
            stick(tx, joint, part, reason).await?;
        }
    }
    Ok(begun)
}

async fn stick(tx: &Tx, joint: &Joint, part: &mut Part, reason: String) -> Result<()> {
    part.state = PartState::Stuck.code().to_owned();
    part.reason = reason;
    store::set_part(tx, part).await?;
    let entry = Change::of("joint", "joint_dossier", joint.id, "joint_part_stick");
    let after = json!({"joint_part": part.procedure_name});
    tx.journal(entry.after(after).reason(Some(part.reason.as_str()))).await
}

/// Opens the dossier of the part that stands at an index, with the results of those before it.
async fn open(app: &App, tx: &Tx, joint: &Joint, (parts, at): (&mut [Part], usize)) -> Result<()> {
    let intake: Arc<dyn DossierIntake> = app.port()?;
    let (before, rest) = parts.split_at_mut(at);
    let Some(part) = rest.first_mut() else { return Ok(()) };
    let kept = part.filing()?;
    let papers = with_results(app, tx, kept.papers, before, part).await?;
    let filing = Filing {
        procedure: part.procedure_code.clone(),
        agency_id: part.agency_id,
        channel: joint.channel(),
        applicant_kind: joint.applicant_kind.clone(),
        owner: joint.owner()?,
        proxy: joint.proxy()?.map(|proxy| proxy.person),
        account_id: joint.account_id,
        form: kept.form,
        papers,
        result_delivery: joint.delivery.clone(),
        term_variant: None,
        idempotency_key: part_key(joint.id, part.place),
    };
    let opened = intake.open(app, tx, filing).await?;
    enter(tx, joint, part, &opened).await
}

async fn enter(tx: &Tx, joint: &Joint, part: &mut Part, opened: &Opened) -> Result<()> {
    store::begin(tx, part.id, (opened.id, &opened.code, &opened.tracking_key)).await?;
    part.state = PartState::Open.code().to_owned();
    part.reason.clear();
    part.dossier_id = Some(opened.id);
    part.dossier_code.clone_from(&opened.code);
    part.dossier_key.clone_from(&opened.tracking_key);
    part.opened_at = Some(tx.at().micros());
    part.filing.clear();
    let entry = Change::of("joint", "joint_dossier", joint.id, "joint_part_begin");
    let after = json!({"joint_part": part.procedure_name, "joint_part_dossier": opened.code});
    tx.journal(entry.after(after)).await
}

/// The papers with the signed results of the parts of earlier stages: in the place of what was not handed in, else beside it.
async fn with_results(
    app: &App,
    tx: &Tx,
    mut papers: Vec<FiledPaper>,
    before: &[Part],
    part: &Part,
) -> Result<Vec<FiledPaper>> {
    let earlier = before.iter().filter(|other| other.stage < part.stage);
    let granted: Vec<(&Part, i64)> = earlier
        .filter(|other| other.state == PartState::Granted.code())
        .filter_map(|other| Some((other, other.dossier_id?)))
        .collect();
    if granted.is_empty() {
        return Ok(papers);
    }
    let dossiers: Arc<dyn PartDossiers> = app.port()?;
    let catalogue: Arc<dyn Catalogue> = app.port()?;
    let Some(version) = catalogue.in_force(app, &part.procedure_code, tx.at().day()).await? else {
        return Ok(papers);
    };
    for (other, id) in granted {
        let Some(dossier) = dossiers.one(app, id).await? else { continue };
        for result in &dossier.results {
            let note = [
                ("number", result.number.clone()),
                ("agency", app.directory().name(other.agency_id).to_owned()),
                ("code", dossier.code.clone()),
            ];
            let note = app.locale(Lang::Vi).tn("joint-moved-note", &note);
            let paper = moved(result, &other.procedure_code, &version.body, note);
            papers.retain(|known| known.component != paper.component || known.given != "missing");
            papers.push(paper);
        }
    }
    Ok(papers)
}
