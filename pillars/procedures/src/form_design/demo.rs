//! Its share of the demo city: a form in use with the next version being drawn, and one that waits for a second person.

use super::rules::design::{Design, Item, Kind, Part};
use super::rules::schema;
use super::rules::state::{Deed, REFUSALS, State};
use super::store::{self, Step};
use contracts::procedures::Catalogue;
use kernel::Day;
use platform::error::Result;
use platform::slice::DemoPlan;
use platform::{Actor, App, Change, Tx, identity};
use serde_json::json;
use std::sync::Arc;

/// The form in use whose next version is drawn, and the one that is proposed.
const DRAWN: &str = "HT-10";
const PROPOSED: &str = "XD-01";

/// Who drew and proposed them: another person of the demo is the one to approve.
const AUTHORS_LOGIN: &str = "demo.noivu";

/// Draws both, from the forms that the procedures have.
pub(super) async fn demo(app: App, _: DemoPlan) -> Result<()> {
    let today = app.clock.now().day();
    let author = identity::account_by_login(&app.store, AUTHORS_LOGIN).await?.map(|account| account.id);
    let by = author.unwrap_or(0);
    let tx = app.store.write(&Actor::system()).await?;
    if let Some((id, design, from)) = begun(&app, &tx, (DRAWN, by), today).await? {
        let first = store::newest(&tx, id).await?;
        let used = Step {
            from: State::Draft,
            to: State::Published,
            proposed_by: author,
            decided_by: None,
            starts_on: Some(from),
        };
        store::step(&tx, &first, &used).await?;
        store::begin(&tx, id, 2, &with_delivery(design), by).await?;
    }
    if let Some((id, ..)) = begun(&app, &tx, (PROPOSED, by), today).await? {
        let first = store::newest(&tx, id).await?;
        let to = first.state().after(Deed::Propose, &REFUSALS)?;
        let step = Step { from: first.state(), to, proposed_by: author, decided_by: None, starts_on: None };
        store::step(&tx, &first, &step).await?;
    }
    tx.commit().await
}

/// Enters the form that a procedure has; nothing where it has none, or is drawn already.
async fn begun(
    app: &App,
    tx: &Tx,
    (code, by): (&str, i64),
    today: Day,
) -> Result<Option<(i64, Design, Day)>> {
    let catalogue: Arc<dyn Catalogue> = app.port()?;
    let Some(version) = catalogue.in_force(app, code, today).await? else { return Ok(None) };
    let Some(design) = version.body.form.as_ref().and_then(schema::design) else { return Ok(None) };
    if store::of_procedure(tx, code).await? > 0 {
        return Ok(None);
    }
    let body = &version.body;
    let name = body.forms.first().map_or(body.name.as_str(), |form| form.name.as_str());
    let id = store::enter(tx, code, name).await?;
    store::begin(tx, id, 1, &design, by).await?;
    let after = json!({"form_design_procedure": code, "form_design_number": 1});
    tx.journal(Change::of("form_design", "form_design", id, "form_design_start").after(after)).await?;
    Ok(Some((id, design, body.valid_from)))
}

/// The next version asks besides where the result is to be handed over.
fn with_delivery(mut design: Design) -> Design {
    let part = design.new_key("Nhận kết quả");
    let title = "Nhận kết quả".to_owned();
    design.put_part(Part { key: part.clone(), title, title_en: "The result".to_owned(), ..Part::default() });
    design.put_item(Item {
        key: design.new_key("Nơi nhận"),
        part: part.clone(),
        kind: Kind::Choice,
        label: "Nơi nhận kết quả".to_owned(),
        label_en: "Where the result is handed over".to_owned(),
        required: true,
        choices: vec!["Tại bộ phận một cửa".to_owned(), "Qua bưu điện".to_owned()],
        ..Item::default()
    });
    with_stand_ins(&mut design, &part);
    design
}

/// Who may fetch it instead, each with the papers that they bring, and the authorisation as a file.
fn with_stand_ins(design: &mut Design, part: &str) {
    let mut put = |group: &str, kind: Kind, label: &str, label_en: &str| {
        let key = design.new_key(label);
        design.put_item(Item {
            key: key.clone(),
            part: part.to_owned(),
            group: group.to_owned(),
            kind,
            label: label.to_owned(),
            label_en: label_en.to_owned(),
            required: kind == Kind::Text,
            maximum: (kind != Kind::Text).then_some(5),
            choices: if kind == Kind::File { vec!["PDF".to_owned(), "JPG".to_owned()] } else { Vec::new() },
            ..Item::default()
        });
        key
    };
    let people = put("", Kind::Rows, "Người nhận thay", "Who may fetch it instead");
    put(&people, Kind::Text, "Họ tên người nhận thay", "Full name");
    let papers = put(&people, Kind::Rows, "Giấy tờ mang theo", "Papers they bring");
    put(&papers, Kind::Text, "Loại giấy tờ mang theo", "Kind of paper");
    put("", Kind::File, "Giấy ủy quyền nhận thay", "Authorisation");
}
