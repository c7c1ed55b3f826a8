//! Payment through a gateway: a small one of its own that speaks HTTP, the training one, call-backs of every kind.

use super::*;
use crate::fees::gateway::seconds;
use crate::fees::rules::online::{Fields, Outcome, Told, sign};
use crate::fees::{jobs, rules::reconcile};
use axum::Json;
use axum::extract::{Query, State};
use axum::routing::get;
use platform::settings::{Payment, Secret};
use std::collections::BTreeMap;

const SECRET: &str = "mot bi mat du dai de thu cong";

/// A gateway that knows what became of its orders.
#[derive(Clone, Default)]
struct Gateway {
    told: Arc<Mutex<BTreeMap<String, Told>>>,
    asked: Arc<Mutex<Vec<Fields>>>,
    now: Arc<Mutex<i64>>,
}

impl Gateway {
    /// Opens it; the settings under which it is used.
    async fn settings(&self) -> Settings {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().route("/tinh-trang", get(status)).with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        settings(Payment { url, ..Payment::default() })
    }
}

fn settings(payment: Payment) -> Settings {
    let secret = Secret::new(SECRET.to_owned());
    Settings {
        payment: Some(Payment { secret, ..payment }),
        public_url: Some("http://motcua.test".to_owned()),
        ..Settings::default()
    }
}

async fn status(State(gateway): State<Gateway>, Query(asked): Query<Fields>) -> Json<Fields> {
    let code = asked.get("order").cloned().unwrap_or_default();
    gateway.asked.lock().unwrap().push(asked);
    let pending =
        Told { order: code.clone(), reference: String::new(), amount: 0, outcome: Outcome::Pending };
    let told = gateway.told.lock().unwrap().get(&code).cloned().unwrap_or(pending);
    Json(sign(SECRET, told.fields(), *gateway.now.lock().unwrap()))
}

fn paid(order: &store::OrderRow, reference: &str) -> Told {
    Told {
        order: order.code.clone(),
        reference: reference.into(),
        amount: order.amount,
        outcome: Outcome::Paid,
    }
}

impl Desk {
    /// Sends a call-back as signed at a moment.
    async fn call_back(&self, told: &Told, secret: &str, at: Moment) -> (StatusCode, String) {
        let signed = sign(secret, told.fields(), seconds(at));
        let form: Vec<(&str, &str)> = signed.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        self.post("/nop-tien/goi-lai", "", &form).await
    }

    async fn order(&self, id: i64) -> (store::DemandRow, store::OrderRow) {
        let demand = self.demand(id, "HT-10").await.unwrap();
        let order = acts::order(self.app(), &Actor::public("Người nộp"), &demand).await.unwrap();
        (demand, order)
    }
}

#[tokio::test]
async fn a_call_back_pays_once_however_often_it_comes_and_gives_a_receipt() {
    let gateway = Gateway::default();
    let desk = Desk::with(gateway.settings().await).await;
    let (demand, order) = desk.order(1).await;
    let now = desk.city.clock.now();
    let told = paid(&order, "G1");
    for _ in 0..3 {
        let (status, body) = desk.call_back(&told, SECRET, now).await;
        assert!(status == StatusCode::OK && body.contains("ok"), "{body}");
    }
    // A failure told late of what is paid, and a second payment: nothing more is entered.
    let failed = Told { outcome: Outcome::Failed, ..told.clone() };
    assert_eq!(desk.call_back(&failed, SECRET, now).await.0, StatusCode::OK);
    assert_eq!(desk.call_back(&paid(&order, "G2"), SECRET, now).await.0, StatusCode::OK);
    let standing = desk.now(demand.id).await;
    assert_eq!((standing.paid, standing.sums().owed()), (50_000, 0));
    assert_eq!(desk.count("SELECT COUNT(*) FROM fee_payment").await, 1);
    assert_eq!(desk.count("SELECT COUNT(*) FROM fee_receipt").await, 1);
    assert_eq!(desk.count("SELECT COUNT(*) FROM fee_told WHERE verdict = 'double'").await, 1);
}

#[tokio::test]
async fn a_call_back_wrongly_signed_too_old_of_another_amount_or_order_enters_nothing() {
    let gateway = Gateway::default();
    let desk = Desk::with(gateway.settings().await).await;
    let (demand, order) = desk.order(1).await;
    let now = desk.city.clock.now();
    let told = paid(&order, "G1");
    let (status, body) = desk.call_back(&told, "mot bi mat khac du dai", now).await;
    assert!(status == StatusCode::BAD_REQUEST && body.contains("signature"), "{body}");
    let (status, body) = desk.call_back(&told, SECRET, now.plus_minutes(-6)).await;
    assert!(status == StatusCode::BAD_REQUEST && body.contains("time"), "{body}");
    let unknown = Told { order: "MC9-9".into(), ..told.clone() };
    let (status, body) = desk.call_back(&unknown, SECRET, now).await;
    assert!(status == StatusCode::NOT_FOUND && body.contains("unknown"), "{body}");
    let less = Told { amount: 5_000, ..told.clone() };
    assert_eq!(desk.call_back(&less, SECRET, now).await.0, StatusCode::OK);
    assert_eq!(desk.now(demand.id).await.paid, 0);
    assert_eq!(desk.count("SELECT COUNT(*) FROM fee_told WHERE verdict = 'wrong_amount'").await, 1);
}

#[tokio::test]
async fn money_that_comes_after_the_payer_gave_up_is_entered_all_the_same() {
    let gateway = Gateway::default();
    let desk = Desk::with(gateway.settings().await).await;
    let (demand, order) = desk.order(1).await;
    let now = desk.city.clock.now();
    let given_up = Told { outcome: Outcome::Failed, reference: String::new(), ..paid(&order, "") };
    desk.call_back(&given_up, SECRET, now).await;
    assert_eq!(desk.count("SELECT COUNT(*) FROM fee_order WHERE state = 'failed'").await, 1);
    desk.call_back(&paid(&order, "G1"), SECRET, now).await;
    assert_eq!(desk.now(demand.id).await.paid, 50_000);
}

#[tokio::test]
async fn orders_left_hanging_are_asked_for_and_given_up_after_their_time() {
    let gateway = Gateway::default();
    let desk = Desk::with(gateway.settings().await).await;
    let (demand, order) = desk.order(1).await;
    let (other, _) = desk.order(2).await;
    let now = desk.city.clock.now().plus_minutes(11);
    *gateway.now.lock().unwrap() = seconds(now);
    jobs::ask(desk.app()).await.unwrap();
    assert!(gateway.asked.lock().unwrap().is_empty(), "not yet");
    desk.city.clock.set(now);
    gateway.told.lock().unwrap().insert(order.code.clone(), paid(&order, "G1"));
    jobs::ask(desk.app()).await.unwrap();
    assert_eq!(gateway.asked.lock().unwrap().len(), 2);
    assert_eq!((desk.now(demand.id).await.paid, desk.now(other.id).await.paid), (50_000, 0));
    assert_eq!(desk.count("SELECT COUNT(*) FROM fee_order WHERE state = 'open'").await, 1);
    let later = now.plus_minutes(25 * 60);
    desk.city.clock.set(later);
    *gateway.now.lock().unwrap() = seconds(later);
    jobs::ask(desk.app()).await.unwrap();
    assert_eq!(desk.count("SELECT COUNT(*) FROM fee_order WHERE state = 'failed'").await, 1);
}

#[tokio::test]
async fn the_payer_goes_to_the_gateway_by_a_link_and_is_told_on_the_way_back() {
    let gateway = Gateway::default();
    let desk = Desk::with(gateway.settings().await).await;
    *gateway.now.lock().unwrap() = seconds(desk.city.clock.now());
    let demand = desk.demand(1, "HT-10").await.unwrap();
    let page = format!("/nop-tien/{}", demand.pay_key);
    let (status, shown) = desk.get(&page, "").await;
    assert!(status == StatusCode::OK && shown.contains("Nộp 50.000 đồng trực tuyến"), "{shown}");
    assert!(!shown.contains("Nguyễn Thị Lan") && !shown.contains("tập dượt"), "{shown}");
    let (status, shown) = desk.post(&page, "", &[]).await;
    assert!(
        status == StatusCode::OK && shown.contains("/thanh-toan?") && shown.contains("127.0.0.1"),
        "{shown}"
    );
    let order = store::open_order_of(&desk.app().store, demand.id).await.unwrap().unwrap();
    desk.post(&page, "", &[]).await;
    assert_eq!(
        desk.count("SELECT COUNT(*) FROM fee_order").await,
        1,
        "the order that waits is taken up again"
    );
    assert_eq!(desk.get(&format!("{page}/ve"), "").await, (StatusCode::SEE_OTHER, page.clone()));
    assert_eq!(desk.now(demand.id).await.paid, 0);
    gateway.told.lock().unwrap().insert(order.code.clone(), paid(&order, "G1"));
    desk.get(&format!("{page}/ve"), "").await;
    assert_eq!(desk.now(demand.id).await.paid, 50_000);
    let (_, shown) = desk.get(&page, "").await;
    let receipt = shown.split("/bien-lai/").nth(1).and_then(|r| r.split('"').next()).unwrap().to_owned();
    let (status, paper) = desk.get(&format!("{page}/bien-lai/{receipt}"), "").await;
    assert!(status == StatusCode::OK && paper.starts_with("%PDF"));
    let (status, checked) = desk.get(&format!("/bien-lai-dien-tu/{receipt}"), "").await;
    assert!(status == StatusCode::OK && checked.contains("Biên lai thật, còn hiệu lực"), "{checked}");
    assert!(!checked.contains("Nguyễn Thị Lan"), "the public page names nobody");
    assert_eq!(desk.get("/bien-lai-dien-tu/khong-co", "").await.0, StatusCode::NOT_FOUND);
    assert_eq!(desk.get("/nop-tien/khong-co", "").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_training_gateway_stands_only_where_the_settings_say_so_and_says_what_it_is() {
    let plain = Desk::new().await;
    let real = Desk::with(Gateway::default().settings().await).await;
    for desk in [&plain, &real] {
        for path in ["/cong-thu-nghiem/thanh-toan", "/cong-thu-nghiem/tinh-trang"] {
            assert_eq!(desk.get(path, "").await.0, StatusCode::NOT_FOUND, "{path}");
        }
        assert_eq!(desk.post("/cong-thu-nghiem/thanh-toan", "", &[]).await.0, StatusCode::NOT_FOUND);
    }
    assert_eq!(plain.post("/nop-tien/goi-lai", "", &[]).await.0, StatusCode::NOT_FOUND);
    let desk = Desk::with(settings(Payment { sandbox: true, ..Payment::default() })).await;
    assert_eq!(desk.get("/cong-thu-nghiem/thanh-toan", "").await.0, StatusCode::BAD_REQUEST, "not signed");
    let demand = desk.demand(1, "HT-10").await.unwrap();
    let page = format!("/nop-tien/{}", demand.pay_key);
    assert!(desk.get(&page, "").await.1.contains("không có tiền thật"));
    let (status, place) = desk.post(&page, "", &[]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert!(
        place.starts_with("/cong-thu-nghiem/"),
        "by whatever name the payer came, there it goes on: {place}"
    );
    let (status, shown) = desk.get(&place, "").await;
    assert!(
        status == StatusCode::OK && shown.contains("không có tiền thật") && shown.contains("50.000 đồng"),
        "{shown}"
    );
    let fields: Vec<(String, String)> =
        url::Url::parse(&format!("http://motcua.test{place}")).unwrap().query_pairs().into_owned().collect();
    let form: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let (status, back) = desk.post("/cong-thu-nghiem/thanh-toan", "", &form).await;
    assert_eq!((status, back), (StatusCode::SEE_OTHER, format!("{page}/ve")));
    assert_eq!(desk.count("SELECT COUNT(*) FROM fee_sandbox WHERE outcome = 'paid'").await, 1);
    assert_eq!(desk.now(demand.id).await.paid, 0, "only the call-back pays");
}

#[tokio::test]
async fn a_statement_finds_its_discrepancies_and_each_is_settled_with_a_reason() {
    let gateway = Gateway::default();
    let desk = Desk::with(gateway.settings().await).await;
    let (_, reform) = desk.staff("reform", &["fees.reconcile"]).await;
    let now = desk.city.clock.now();
    let mut orders = Vec::new();
    for id in 1..=3 {
        let (_, order) = desk.order(id).await;
        desk.call_back(&paid(&order, &format!("G{id}")), SECRET, now).await;
        orders.push(order);
    }
    let csv = format!(
        "order,reference,amount,day\n{},G1,50000,2013-06-10\n{},G2,40000,2013-06-10\nMC77-1,G9,1000,2013-06-10\n",
        orders[0].code, orders[1].code
    );
    let lines = reconcile::read(&csv).unwrap();
    let id = acts::import(desk.app(), &Actor::system(), "thang-6.csv", lines).await.unwrap();
    let (_, page) = desk.get("/doi-soat", &reform).await;
    assert!(page.contains("thang-6.csv") && page.contains("Còn chênh lệch"), "{page}");
    let (_, page) = desk.get(&format!("/doi-soat/{id}"), &reform).await;
    for found in ["Khớp", "Lệch số tiền", "Không có mã ở đây", "Đây có, sao kê không có"]
    {
        assert!(page.contains(found), "{found}: {page}");
    }
    assert!(page.contains("còn 3 chênh lệch"), "{page}");
    let open = desk.count("SELECT id FROM fee_statement_line WHERE finding = 'unknown'").await;
    let path = format!("/doi-soat/dong/{open}");
    assert_eq!(desk.post(&path, &reform, &[]).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(desk.post(&path, &reform, &[("ly-do", "Của đơn vị khác")]).await.0, StatusCode::SEE_OTHER);
    assert_eq!(desk.post(&path, &reform, &[("ly-do", "Lại")]).await.0, StatusCode::CONFLICT);
    let statement = store::statement(&desk.app().store, id).await.unwrap().unwrap();
    assert_eq!((statement.open_findings, statement.lines, statement.amount), (2, 3, 91_000));
}

#[tokio::test]
async fn the_share_paid_online_counts_dossiers_with_fees_that_are_paid() {
    let gateway = Gateway::default();
    let desk = Desk::with(gateway.settings().await).await;
    let (clerk, _) = desk.staff("clerk", &["fees.view", "fees.collect"]).await;
    let app = desk.app();
    let (_, order) = desk.order(1).await;
    desk.call_back(&paid(&order, "G1"), SECRET, desk.city.clock.now()).await;
    acts::open(app, &clerk, WARD, 0).await.unwrap();
    let cash = desk.demand(2, "HT-10").await.unwrap();
    acts::take(app, &clerk, cash.id, 50_000).await.unwrap();
    desk.demand(3, "HT-10").await.unwrap();
    let counts = async |what: &str| {
        let sql = format!("SELECT CAST(SUM({what}) AS BIGINT) FROM ({}) e", store::ONLINE_EVIDENCE);
        desk.count(&sql).await
    };
    assert_eq!((counts("numerator").await, counts("denominator").await), (1, 2));
    let paid = crate::fees::port().paid(app, (1, 9)).await.unwrap();
    let told: Vec<(i64, bool)> = paid.iter().map(|p| (p.dossier_id, p.online)).collect();
    assert_eq!(told, [(1, true), (2, false)], "the third has paid nothing");
    assert!(crate::fees::port().paid(app, (3, 9)).await.unwrap().is_empty());
}

/// The dossier in the hands of one official; what else could be asked of it nobody asks here.
struct InHand(i64);

#[async_trait]
impl contracts::dossier_cards::DossierCards for InHand {
    async fn seen(
        &self,
        _: &platform::Ctx,
        _: i64,
        _: platform::reads::What,
    ) -> Result<contracts::dossier_cards::DossierCard> {
        Err(platform::error::Error::NotFound)
    }
    async fn by_key(&self, _: &platform::Ctx, _: &str) -> Result<contracts::dossier_cards::DossierCard> {
        Err(platform::error::Error::NotFound)
    }
    async fn many(&self, _: &App, _: &[i64]) -> Result<Vec<contracts::dossier_cards::DossierCard>> {
        Ok(Vec::new())
    }
    async fn parts(&self, _: &App, _: i64) -> Result<Vec<contracts::dossier_cards::DossierPart>> {
        Ok(Vec::new())
    }
    async fn hands(&self, _: &App, _: i64) -> Result<Vec<i64>> {
        Ok(vec![self.0])
    }
    async fn alike(
        &self,
        _: &App,
        _: &contracts::dossier_cards::Likeness<'_>,
    ) -> Result<Vec<contracts::dossier_cards::DossierCard>> {
        Ok(Vec::new())
    }
    async fn of_account(
        &self,
        _: &App,
        _: i64,
        _: usize,
    ) -> Result<Vec<contracts::dossier_cards::DossierCard>> {
        Ok(Vec::new())
    }
    async fn open_of(&self, _: &App, _: i64, _: i64) -> Result<Vec<contracts::dossier_cards::DossierCard>> {
        Ok(Vec::new())
    }
}

#[tokio::test]
async fn who_has_the_dossier_is_told_once_of_money_that_comes_online() {
    let gateway = Gateway::default();
    let desk = Desk::with(gateway.settings().await).await;
    let (clerk, _) = desk.staff("quay", &["fees.view"]).await;
    let hands: Arc<dyn contracts::dossier_cards::DossierCards> = Arc::new(InHand(clerk.account_id.unwrap()));
    desk.app().provide(hands);
    let (_, order) = desk.order(1).await;
    let now = desk.city.clock.now();
    for _ in 0..2 {
        desk.call_back(&paid(&order, "G1"), SECRET, now).await;
    }
    let told = "SELECT COUNT(*) FROM notice WHERE template = 'fees.paid_online'";
    assert_eq!(desk.count(told).await, 1);
}
