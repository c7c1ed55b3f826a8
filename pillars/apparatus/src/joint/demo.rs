//! The demo city's joint dossiers: filed at the counter for the groups that ship with the city, some of them run through.
//! The composition (server) settles their parts between the two calls, as the agencies would.

use super::acts::{self, FiledPart, JointFiling};
use super::rules::{Given, asked_once, papers_of, settles, stages};
use super::store::{self, HandedIn};
use contracts::agencies::receiving_procedure;
use contracts::dossiers::{Channel, Person};
use contracts::joint::{JointGroup, JointGroups};
use contracts::procedures::{Catalogue, Procedure, ProcedureVersion};
use kernel::{Base, Term};
use platform::error::Result;
use platform::{Actor, App};
use serde_json::json;
use std::sync::Arc;

/// Group, lead, owner, and through how many stages it has run.
const STORIES: [(&str, &str, &str, usize); 7] = [
    ("LT-01", "phuong-cai-khe", "Nguyễn Thị Ngọc Lan", 0),
    ("LT-01", "phuong-cai-khe", "Trần Thị Bé Hai", 1),
    ("LT-01", "phuong-cai-khe", "Lê Minh Khang", 2),
    ("LT-01", "phuong-an-hoa", "Phạm Thị Thu Thủy", 1),
    ("LT-02", "quan-ninh-kieu", "Huỳnh Văn Phát", 0),
    ("LT-03", "quan-ninh-kieu", "Võ Thị Kim Chi", 1),
    ("LT-01", "phuong-cai-khe", STUCK, 1),
];

/// Whose second stage was given to an agency that does not take it: its turn comes, nobody can open it, and the lead sees why.
const STUCK: &str = "Đỗ Thị Mỹ Linh";

/// Files them; each joint dossier with the stages that are to be settled.
pub async fn demo(app: &App) -> Result<Vec<(i64, usize)>> {
    let today = app.clock.now().day();
    let port: Arc<dyn JointGroups> = app.port()?;
    let groups = port.in_force(app, today).await?;
    let mut filed = Vec::new();
    for (number, (code, lead, owner, rounds)) in (1..).zip(STORIES) {
        let directory = app.directory();
        let lead = directory.by_code(lead).filter(|agency| agency.in_force(today)).map(|agency| agency.id);
        let group = groups.iter().find(|group| group.code == code);
        let (Some(group), Some(lead)) = (group, lead) else { continue };
        let Some(mut filing) = filing(app, group, lead, (owner, number)).await? else { continue };
        if owner == STUCK {
            misplace(app, &mut filing).await?;
        }
        let tx = app.store.write(&Actor::system()).await?;
        let joint = acts::file(app, &tx, filing).await?;
        tx.commit().await?;
        filed.push((joint.id, rounds));
    }
    Ok(filed)
}

/// Gives the part after the first stage to an agency that settles none of its kind.
async fn misplace(app: &App, filing: &mut JointFiling) -> Result<()> {
    let today = app.clock.now().day();
    let beside: Vec<bool> = filing.group.members.iter().map(|member| member.beside).collect();
    let Some(at) = stages(&beside).into_iter().position(|stage| stage > 1) else { return Ok(()) };
    let Some(part) = filing.parts.get_mut(at) else { return Ok(()) };
    let catalogue: Arc<dyn Catalogue> = app.port()?;
    let Some(version) = catalogue.in_force(app, &part.procedure.0, today).await? else { return Ok(()) };
    let directory = app.directory();
    let takes: Vec<i64> =
        receiving_procedure(&directory, &version.body, today).into_iter().map(|agency| agency.id).collect();
    let level = directory.get(part.agency_id).map(|agency| agency.level.clone()).unwrap_or_default();
    let strange = directory.in_force(today).filter(|agency| !takes.contains(&agency.id));
    let mut strange: Vec<_> = strange.filter(|agency| agency.level != level).collect();
    strange.sort_by_key(|agency| agency.id);
    if let Some(agency) = strange.first() {
        part.agency_id = agency.id;
    }
    Ok(())
}

/// The dossiers of its parts that are at an agency now.
pub async fn open_dossiers(app: &App, joint: i64) -> Result<Vec<i64>> {
    let parts = store::parts(&app.store, joint).await?;
    Ok(parts.into_iter().filter(|part| part.ended_at.is_none()).filter_map(|part| part.dossier_id).collect())
}

/// What a counter would have typed; none where a procedure of the group is not in force or nobody settles it.
async fn filing(
    app: &App,
    group: &JointGroup,
    lead: i64,
    (owner, number): (&str, i64),
) -> Result<Option<JointFiling>> {
    let today = app.clock.now().day();
    let catalogue: Arc<dyn Catalogue> = app.port()?;
    let directory = app.directory();
    let above: Vec<i64> = directory.ancestors(lead).into_iter().map(|agency| agency.id).collect();
    let mut versions: Vec<Arc<ProcedureVersion>> = Vec::new();
    for member in &group.members {
        let Some(version) = catalogue.in_force(app, &member.procedure, today).await? else { return Ok(None) };
        versions.push(version);
    }
    let beside: Vec<bool> = group.members.iter().map(|member| member.beside).collect();
    let asked: Vec<(&Procedure, i64)> = versions.iter().map(|v| &v.body).zip(stages(&beside)).collect();
    let given = |kind: &str| if matches!(kind, "copy" | "certified_copy") { "copy" } else { "original" };
    let papers: Vec<_> = asked_once(&asked)
        .into_iter()
        .map(|asked| {
            let how = given(&asked.kind).to_owned();
            (asked, Given { how, note: None, file: None })
        })
        .collect();
    let mut parts = Vec::new();
    for (at, (version, member)) in versions.iter().zip(&group.members).enumerate() {
        let receiving = receiving_procedure(&directory, &version.body, today);
        let ids: Vec<i64> = receiving.into_iter().map(|agency| agency.id).collect();
        let Some(agency_id) = settles(&ids, lead, &above) else { return Ok(None) };
        let own = || version.body.term.clone().unwrap_or_default();
        parts.push(FiledPart {
            procedure: (version.body.code.clone(), version.body.name.clone()),
            agency_id,
            term: member
                .term
                .map_or_else(own, |amount| Term { base: Base::Amount(amount), ..Term::default() }),
            form: json!({}),
            papers: papers_of(at, &papers),
        });
    }
    let handed = papers.into_iter().map(|(asked, given)| HandedIn {
        name: asked.name,
        given: given.how,
        copies: asked.copies.max(1),
    });
    Ok(Some(JointFiling {
        group: group.clone(),
        lead_id: lead,
        channel: Channel::Counter,
        applicant_kind: "citizen".to_owned(),
        owner: Person {
            name: owner.to_owned(),
            identity_number: format!("3625{number:05}"),
            address: "Quận Ninh Kiều, thành phố Cần Thơ".to_owned(),
            phone: format!("090000{number:04}"),
            email: String::new(),
        },
        proxy: None,
        account_id: None,
        delivery: "counter".to_owned(),
        papers: handed.collect(),
        parts,
        idempotency_key: format!("demo-joint-{}-{number:04}", group.code),
    }))
}
