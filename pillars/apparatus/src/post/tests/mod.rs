//! Tests of the post on a fresh database: a desk, its results, what the post reports; and its pages over HTTP.

mod pages;

use super::acts::{self, Corrected, Entered, NewLetter, Told};
use super::rules::{Outcome, State, Stated};
use super::{SLICE, port, store};
use async_trait::async_trait;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use contracts::dossiers::Person;
use contracts::fees::{DeskMoney, FeeDossier, FeePaid, FeeStanding, Fees};
use contracts::post::PostDossier;
use kernel::{Day, Moment};
use platform::app::DirectorySource;
use platform::directory::{AgencyRef, Directory};
use platform::error::{Error, Result};
use platform::messages::{Lang, Messages};
use platform::store::ActorKind;
use platform::testing::TestCity;
use platform::{Actor, App, Read, Scope, Slice, Store, Tx};
use std::sync::Arc;
use tower::ServiceExt;

static SLICES: [&Slice; 3] = [&platform::GROUND, &ui::SHELL, &SLICE];

const WARD: i64 = 2;
const OTHER_WARD: i64 = 3;

struct Agencies;

#[async_trait]
impl DirectorySource for Agencies {
    async fn load(&self, _: &Store) -> Result<Directory> {
        let agency = |id: i64, code: &str, name: &str, kind: &str, parent: Option<i64>| AgencyRef {
            id,
            code: code.to_owned(),
            name: name.to_owned(),
            short_name: name.to_owned(),
            kind: kind.to_owned(),
            level: kind.to_owned(),
            parent_id: parent,
            id_2016: String::new(),
            id_2020: String::new(),
            unit_code: String::new(),
            valid_from: None,
            valid_to: None,
        };
        Ok(Directory::new(vec![
            agency(1, "can-tho", "Thành phố Cần Thơ", "city", None),
            agency(WARD, "an-hoa", "UBND phường An Hòa", "commune", Some(1)),
            agency(OTHER_WARD, "cai-khe", "UBND phường Cái Khế", "commune", Some(1)),
        ]))
    }
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn monday() -> Moment {
    day("2013-06-10").start().plus_minutes(9 * 60)
}

/// A city with a desk that sends by post under a tariff.
struct Desk {
    city: TestCity,
    router: Router,
}

impl Desk {
    async fn new() -> Desk {
        let city = TestCity::new(&SLICES, monday()).await.unwrap();
        let source: Arc<dyn DirectorySource> = Arc::new(Agencies);
        city.app.provide(source);
        city.app.provide(port());
        let tx = city.app.store.housekeeping().await.unwrap();
        let tariff = r#"[{"service": "cong_ich", "name": "Bưu chính công ích", "zone": "city", "amount": 26000},
                         {"service": "cong_ich", "name": "Bưu chính công ích", "zone": "country", "amount": 31000}]"#;
        tx.exec(
            "INSERT INTO legal_profile (rule_key, name_vi, name_en, value, unit, valid_from, source, confirmed, note, state, changed_at) \
             VALUES ('post.tariff', 'x', 'x', $1, 'list', '2012-01-01', 'x', $2, '', 'published', 0)",
            vec![tariff.into(), false.into()],
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        city.app.refresh().await.unwrap();
        (SLICE.seed.unwrap())(city.app.clone()).await.unwrap();
        let router = platform::http::assemble(&city.app)
            .layer(axum::middleware::from_fn_with_state(city.app.clone(), ui::error_pages))
            .with_state(city.app.clone());
        Desk { city, router }
    }

    fn app(&self) -> &App {
        &self.city.app
    }

    /// A result that waits; its id.
    async fn waiting(&self, dossier: i64, address: &str) -> i64 {
        let dossier = PostDossier {
            id: dossier,
            code: format!("H13.02-130603-{dossier:04}"),
            tracking_key: format!("khoa-{dossier}"),
            agency_id: WARD,
            procedure_name: "Trích lục hộ tịch".to_owned(),
            account_id: None,
            receiver: Person {
                name: "Nguyễn Thị Lan".to_owned(),
                address: address.to_owned(),
                email: "lan@example.vn".to_owned(),
                ..Person::default()
            },
            waits_for_post: true,
            signed_at: Some(monday()),
        };
        let tx = self.app().store.write(&Actor::system()).await.unwrap();
        let id = acts::enter_result(self.app(), &tx, dossier).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// A result under a number that the post has since Monday; its id.
    async fn posted(&self, dossier: i64, number: &str) -> i64 {
        let id = self.waiting(dossier, "12 đường Nguyễn Văn Cừ").await;
        acts::correct(self.app(), &clerk(), id, &corrected(number)).await.unwrap();
        let list = acts::make(self.app(), &clerk(), WARD, "cong_ich").await.unwrap();
        acts::hand_over(self.app(), &clerk(), list, day("2013-06-10"), "Anh Đức").await.unwrap();
        id
    }

    async fn item(&self, id: i64) -> store::ItemRow {
        store::item(&self.app().store, id).await.unwrap().unwrap()
    }

    async fn count(&self, sql: &str) -> i64 {
        self.app().store.number(sql, vec![]).await.unwrap()
    }
}

fn clerk() -> Actor {
    Actor {
        kind: ActorKind::Staff, account_id: Some(11), name: "Lê Thị Mai".to_owned(), unit_id: Some(WARD)
    }
}

fn corrected(number: &str) -> Corrected {
    Corrected {
        name: "Nguyễn Thị Lan".to_owned(),
        address: "12 đường Nguyễn Văn Cừ".to_owned(),
        phone: String::new(),
        service: "cong_ich".to_owned(),
        zone: "city".to_owned(),
        number: number.to_owned(),
        fee: None,
        fee_by: "receiver".to_owned(),
    }
}

fn told(outcome: Outcome, on: &str) -> Told {
    Told { outcome, on: day(on), reason_code: "absent".to_owned(), note: String::new(), source: "desk" }
}

fn refused<T: std::fmt::Debug>(outcome: Result<T>) -> &'static str {
    match outcome.unwrap_err() {
        Error::Refused(refusal) => refusal.key,
        other => panic!("not a refusal: {other}"),
    }
}

#[test]
fn every_text_is_there_in_both_languages() {
    let messages = Messages::new(&[SLICE.messages]).unwrap();
    assert_eq!(messages.keys(Lang::Vi), messages.keys(Lang::En));
}

#[tokio::test]
async fn a_signed_result_waits_once_with_its_postage_by_zone() {
    let desk = Desk::new().await;
    let near = desk.item(desk.waiting(1, "12 đường Nguyễn Văn Cừ, phường An Hòa").await).await;
    assert_eq!((near.fee, near.zone.as_str(), near.state().unwrap()), (26_000, "city", State::Waiting));
    let far = desk.item(desk.waiting(2, "45 đường 30 Tháng 4, tỉnh Vĩnh Long").await).await;
    assert_eq!((far.fee, far.zone.as_str()), (31_000, "country"));
    let tx = desk.app().store.write(&Actor::system()).await.unwrap();
    let again = PostDossier {
        id: 1,
        code: "H13.02-130603-0001".to_owned(),
        tracking_key: String::new(),
        agency_id: WARD,
        procedure_name: String::new(),
        account_id: None,
        receiver: Person::default(),
        waits_for_post: true,
        signed_at: Some(monday()),
    };
    assert_eq!(acts::enter_result(desk.app(), &tx, again).await.unwrap(), None, "told twice");
}

#[tokio::test]
async fn a_list_is_handed_over_only_with_numbers_and_tells_the_addressees() {
    let desk = Desk::new().await;
    let (one, two) = (desk.waiting(1, "a").await, desk.waiting(2, "b").await);
    acts::correct(desk.app(), &clerk(), one, &corrected("rm1vn")).await.unwrap();
    let list = acts::make(desk.app(), &clerk(), WARD, "cong_ich").await.unwrap();
    let kept = store::list(&desk.app().store, list).await.unwrap().unwrap();
    assert_eq!((kept.number.as_str(), kept.items, kept.fee), ("01/BC", 2, 52_000));
    let clerk = clerk();
    let hand = || acts::hand_over(desk.app(), &clerk, list, day("2013-06-10"), "Anh Đức");
    assert_eq!(refused(hand().await), "post-refused-no-number");
    acts::correct(desk.app(), &clerk, two, &corrected("RM2VN")).await.unwrap();
    let tomorrow = acts::hand_over(desk.app(), &clerk, list, day("2013-06-11"), "Anh Đức");
    assert_eq!(refused(tomorrow.await), "post-refused-handed-day");
    hand().await.unwrap();
    assert_eq!(refused(hand().await), "post-refused-handed");
    let item = desk.item(one).await;
    assert_eq!((item.number.as_str(), item.state().unwrap()), ("RM1VN", State::Posted));
    assert_eq!(desk.count("SELECT COUNT(*) FROM notice WHERE template = 'post.posted'").await, 2);
    assert_eq!(refused(acts::make(desk.app(), &clerk, WARD, "cong_ich").await), "post-refused-none-waiting");
}

#[tokio::test]
async fn what_failed_is_tried_again_and_what_came_back_is_over() {
    let desk = Desk::new().await;
    let id = desk.posted(1, "RM1VN").await;
    let app = desk.app();
    assert_eq!(
        refused(acts::outcome(app, &clerk(), id, &told(Outcome::Failed, "2013-06-09")).await),
        "post-refused-day",
        "before the post had it"
    );
    desk.city.clock.set(day("2013-06-14").start().plus_minutes(9 * 60));
    acts::outcome(app, &clerk(), id, &told(Outcome::Failed, "2013-06-12")).await.unwrap();
    acts::outcome(app, &clerk(), id, &told(Outcome::Failed, "2013-06-13")).await.unwrap();
    assert_eq!(desk.item(id).await.attempts, 2);
    acts::outcome(app, &clerk(), id, &told(Outcome::CameBack, "2013-06-14")).await.unwrap();
    let item = desk.item(id).await;
    assert_eq!((item.state().unwrap(), item.ended_on.as_deref()), (State::CameBack, Some("2013-06-14")));
    assert_eq!(
        refused(acts::outcome(app, &clerk(), id, &told(Outcome::Delivered, "2013-06-14")).await),
        "post-refused-came-back"
    );
    assert_eq!(desk.count("SELECT COUNT(*) FROM notice WHERE template = 'post.came_back'").await, 1);
    let tx = app.store.write(&Actor::system()).await.unwrap();
    let unheard = acts::enter_result(app, &tx, dossier_of(&item)).await.unwrap();
    assert_eq!(unheard, None, "what came back is not sent again before the one-stop has heard of it");
    // A result that came back and was signed anew may be sent once more.
    desk.city.clock.set(day("2013-06-17").start().plus_minutes(9 * 60));
    let anew = PostDossier { signed_at: Some(desk.city.app.clock.now()), ..dossier_of(&item) };
    assert!(acts::enter_result(app, &tx, anew).await.unwrap().is_some());
}

fn dossier_of(item: &store::ItemRow) -> PostDossier {
    PostDossier {
        id: item.dossier_id.unwrap(),
        code: item.dossier_code.clone(),
        tracking_key: item.tracking_key.clone(),
        agency_id: item.agency_id,
        procedure_name: item.subject.clone(),
        account_id: None,
        receiver: Person { name: item.name.clone(), address: item.address.clone(), ..Person::default() },
        waits_for_post: true,
        signed_at: Some(monday()),
    }
}

#[tokio::test]
async fn a_status_file_enters_what_it_may_and_the_same_again_changes_nothing() {
    let desk = Desk::new().await;
    let (one, two) = (desk.posted(1, "RM1VN").await, desk.posted(2, "RM2VN").await);
    desk.waiting(3, "c").await;
    let line = |line: i64, number: &str, outcome: Outcome, on: &str| Stated {
        line,
        number: number.to_owned(),
        outcome,
        on: day(on),
        reason: "Người nhận đi vắng".to_owned(),
    };
    let lines = [
        line(2, "RM1VN", Outcome::Delivered, "2013-06-10"),
        line(3, "RM2VN", Outcome::Failed, "2013-06-10"),
        line(4, "RM9VN", Outcome::Delivered, "2013-06-10"),
        line(5, "RM2VN", Outcome::Delivered, "2013-06-20"),
    ];
    let scope = Scope::Agencies(vec![WARD]);
    let import = async || acts::import(desk.app(), &clerk(), &scope, "tep.csv", &lines).await.unwrap();
    let id = import().await;
    let file = store::file(&desk.app().store, id).await.unwrap().unwrap();
    assert_eq!((file.lines, file.applied, file.left_over), (4, 2, 2));
    assert_eq!(desk.item(one).await.state().unwrap(), State::Delivered);
    let failed = desk.item(two).await;
    assert_eq!((failed.state().unwrap(), failed.reason_code.as_deref()), (State::Failed, Some("absent")));
    import().await;
    assert_eq!(desk.item(two).await.attempts, 1, "the same try is not counted twice");
    let known = "SELECT COUNT(*) FROM post_file_line WHERE finding = 'known'";
    assert_eq!(desk.count(known).await, 2);
    let elsewhere = Scope::Agencies(vec![OTHER_WARD]);
    let id = acts::import(desk.app(), &clerk(), &elsewhere, "tep.csv", &lines).await.unwrap();
    let file = store::file(&desk.app().store, id).await.unwrap().unwrap();
    assert_eq!(file.left_over, 4, "another agency's consignments are unknown here");
}

/// The demands of these dossiers charge the postage.
struct Charging(Vec<i64>);

#[async_trait]
impl Fees for Charging {
    async fn noted(&self, _: &App, _: &Tx, _: &FeeDossier, _: &DeskMoney) -> Result<()> {
        Ok(())
    }
    async fn withdrawn(&self, _: &Tx, _: i64, _: &str) -> Result<()> {
        Ok(())
    }
    async fn owed(&self, _: &App, _: &Tx, _: &FeeDossier) -> Result<i64> {
        Ok(0)
    }
    async fn paid(&self, _: &App, _: (i64, i64)) -> Result<Vec<FeePaid>> {
        Ok(Vec::new())
    }
    async fn standing(&self, _: &App, _: i64) -> Result<Option<FeeStanding>> {
        Ok(None)
    }
    async fn postage(&self, _: &App, dossier: i64) -> Result<bool> {
        Ok(self.0.contains(&dossier))
    }
}

#[tokio::test]
async fn who_receives_a_result_pays_no_postage_that_the_demand_charges() {
    let desk = Desk::new().await;
    let charging = |dossiers: &[i64]| {
        let fees: Arc<dyn Fees> = Arc::new(Charging(dossiers.to_vec()));
        desk.app().provide(fees);
    };
    charging(&[1]);
    let (charged, free, later) =
        (desk.waiting(1, "Hẻm 5").await, desk.waiting(2, "Hẻm 6").await, desk.waiting(3, "Hẻm 7").await);
    let payers = [desk.item(charged).await.fee_by, desk.item(free).await.fee_by];
    assert_eq!(payers, ["desk", "receiver"]);
    let again = acts::correct(desk.app(), &clerk(), charged, &corrected("RM1VN")).await;
    assert_eq!(refused(again), "post-refused-charged");
    let paid = Corrected { fee_by: "desk".to_owned(), ..corrected("RM1VN") };
    acts::correct(desk.app(), &clerk(), charged, &paid).await.unwrap();
    for (id, number) in [(free, "RM2VN"), (later, "RM3VN")] {
        acts::correct(desk.app(), &clerk(), id, &corrected(number)).await.unwrap();
    }
    let list = acts::make(desk.app(), &clerk(), WARD, "cong_ich").await.unwrap();
    charging(&[1, 3]);
    acts::hand_over(desk.app(), &clerk(), list, day("2013-06-10"), "Anh Đức").await.unwrap();
    assert_eq!(desk.item(later).await.fee_by, "desk", "it was charged while it lay on the list");
    let mut receivers = Vec::new();
    for dossier in 1..=3 {
        receivers.push(port().receiver_pays(desk.app(), dossier).await.unwrap());
    }
    assert_eq!(receivers, [false, true, false]);
}

#[tokio::test]
async fn what_lies_at_the_desk_is_put_right_and_what_is_on_its_way_is_not() {
    let desk = Desk::new().await;
    let id = desk.waiting(1, "a").await;
    let other = Corrected { service: "ems".to_owned(), fee: Some(45_000), ..corrected("") };
    acts::correct(desk.app(), &clerk(), id, &other).await.unwrap();
    assert_eq!(desk.item(id).await.fee, 45_000, "typed where the tariff has no row");
    acts::correct(desk.app(), &clerk(), id, &corrected("RM1VN")).await.unwrap();
    acts::make(desk.app(), &clerk(), WARD, "cong_ich").await.unwrap();
    assert_eq!(refused(acts::correct(desk.app(), &clerk(), id, &other).await), "post-refused-service");
    acts::cancel(desk.app(), &clerk(), id, "Người dân đến nhận").await.unwrap();
    assert_eq!(desk.item(id).await.list_id, None);
    assert_eq!(
        refused(acts::correct(desk.app(), &clerk(), id, &corrected("RM1VN")).await),
        "post-refused-correct"
    );
}

#[tokio::test]
async fn a_letter_waits_for_its_dossier_and_can_be_struck_out() {
    let desk = Desk::new().await;
    let letter = NewLetter {
        agency_id: WARD,
        sender: Person {
            name: "Lê Văn Tám".to_owned(),
            address: "Ấp Thới Bình".to_owned(),
            ..Person::default()
        },
        contents: "Hồ sơ trích lục".to_owned(),
        service: "cong_ich".to_owned(),
        number: "rm7vn".to_owned(),
        postmark_on: Some(day("2013-06-07")),
        arrived_on: day("2013-06-10"),
    };
    let Entered::New(id) = acts::enter_letter(desk.app(), &clerk(), letter.clone(), false).await.unwrap()
    else {
        panic!("nothing like it stands yet");
    };
    // The other clerk of the desk enters it too.
    let again = acts::enter_letter(desk.app(), &clerk(), letter.clone(), false).await.unwrap();
    assert!(matches!(again, Entered::Twin(twin) if twin.id == id));
    let unnumbered = NewLetter { number: String::new(), ..letter.clone() };
    let again = acts::enter_letter(desk.app(), &clerk(), unnumbered, false).await.unwrap();
    assert!(matches!(again, Entered::Twin(_)), "the same sender on the same day");
    let other = NewLetter { number: "rm8vn".to_owned(), ..letter.clone() };
    assert!(matches!(acts::enter_letter(desk.app(), &clerk(), other, false).await.unwrap(), Entered::New(_)));
    assert!(matches!(acts::enter_letter(desk.app(), &clerk(), letter, true).await.unwrap(), Entered::New(_)));
    let item = desk.item(id).await;
    assert_eq!(
        (item.state().unwrap(), item.number.as_str(), item.is_out()),
        (State::Arrived, "RM7VN", false)
    );
    assert_eq!(
        refused(acts::outcome(desk.app(), &clerk(), id, &told(Outcome::Delivered, "2013-06-10")).await),
        "post-refused-state"
    );
    acts::cancel(desk.app(), &clerk(), id, "Ghi trùng").await.unwrap();
    assert_eq!(desk.count("SELECT COUNT(*) FROM notice").await, 0, "nobody waits for a letter struck out");
}

/// The one-stop with many signed results that are to go by post.
struct Many(i64);

#[async_trait]
impl contracts::post::PostDossiers for Many {
    async fn one(&self, _: &App, _: i64) -> Result<Option<PostDossier>> {
        Ok(None)
    }
    async fn waiting(&self, _: &App, agency: i64, after: i64, most: i64) -> Result<Vec<PostDossier>> {
        let dossier = |id: i64| PostDossier {
            id,
            code: format!("H13.02-130603-{id:04}"),
            tracking_key: format!("khoa-{id}"),
            agency_id: agency,
            procedure_name: "Trích lục hộ tịch".to_owned(),
            account_id: None,
            receiver: Person { name: "Nguyễn Thị Lan".to_owned(), ..Person::default() },
            waits_for_post: true,
            signed_at: Some(monday()),
        };
        Ok((after + 1..=self.0.min(after + most)).map(dossier).collect())
    }
}

#[tokio::test]
async fn a_list_is_made_of_all_that_waits_and_not_of_the_oldest_only() {
    let desk = Desk::new().await;
    let many: Arc<dyn contracts::post::PostDossiers> = Arc::new(Many(230));
    desk.app().provide(many);
    acts::make(desk.app(), &clerk(), WARD, "cong_ich").await.unwrap();
    assert_eq!(desk.count("SELECT COUNT(*) FROM post_item").await, 230, "the last ones are entered too");
    assert_eq!(desk.count("SELECT COUNT(*) FROM post_item WHERE state = 'listed'").await, 200);
    acts::make(desk.app(), &clerk(), WARD, "cong_ich").await.unwrap();
    assert_eq!(desk.count("SELECT COUNT(*) FROM post_item WHERE state = 'listed'").await, 230);
}
