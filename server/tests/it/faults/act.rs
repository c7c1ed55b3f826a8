//! Two nodes on one PostgreSQL are asked for an act on one dossier at the same moment: one does it, the other is told who did.

use super::counter::{filing, form};
use super::node::{Answer, Node, Place, ask, ask_with};
use crate::database_gone::{Cluster, bin};
use platform::{Clock, Read};
use serde_json::{Value as Json, json};
use std::sync::Barrier;

const ROUNDS: usize = 60;
/// Acts that each take a received dossier out of the hands of the other.
const DEEDS: [&str; 2] = ["chuyen", "xin-rut"];

struct Twins {
    _folder: tempfile::TempDir,
    _cluster: Cluster,
    place: Place,
    nodes: [Node; 2],
    cookie: String,
    agency: i64,
}

impl Twins {
    async fn start() -> Twins {
        let folder = tempfile::tempdir().unwrap();
        let cluster = Cluster::make(bin().expect("cargo xtask setup installs PostgreSQL"));
        let place = Place::postgres(folder.path(), cluster.url());
        let agency = place.found().await;
        let nodes = [Node::start(&place), Node::start(&place)];
        let cookie = nodes[0].sign_in();
        Twins { _folder: folder, _cluster: cluster, place, nodes, cookie, agency }
    }

    /// A dossier filed and received; its number.
    fn received(&self, round: usize) -> i64 {
        let body = filing(self.agency, &format!("act-{round:016}"));
        let answer = ask(&self.nodes[0].address, "POST", "/quay/nhan", Some(&self.cookie), &body).unwrap();
        let id = answer.location.strip_prefix("/quay/da-nhan/").expect(&answer.body);
        id.parse().unwrap()
    }

    /// Asks both at once.
    fn both(&self, how: impl Fn(usize, &Node) -> Answer + Sync) -> [Answer; 2] {
        let start = Barrier::new(2);
        let (start, how) = (&start, &how);
        std::thread::scope(|scope| {
            let asked = [0, 1].map(|which| {
                let node = &self.nodes[which];
                scope.spawn(move || {
                    start.wait();
                    how(which, node)
                })
            });
            asked.map(|one| one.join().unwrap())
        })
    }

    /// A dossier's version, and how many acts the journal has of it.
    async fn standing(&self, id: i64) -> (i64, i64) {
        let store = self.place.store().await;
        let version =
            store.number("SELECT version FROM dossier WHERE id = $1", vec![id.into()]).await.unwrap();
        let sql = "SELECT COUNT(*) FROM journal WHERE record = 'dossier' AND record_id = $1";
        let entries = store.number(sql, vec![id.into()]).await.unwrap();
        store.close().await.unwrap();
        (version, entries)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_nodes_asked_for_an_act_on_one_dossier_one_does_it_and_the_other_says_who_did() {
    let twins = Twins::start().await;
    let mut won = [0, 0];
    for round in 0..ROUNDS {
        let id = twins.received(round);
        let (version, entries) = twins.standing(id).await;
        // In turn the same act twice, and two different ones.
        let deeds = [DEEDS[0], DEEDS[round % 2]];
        let answers = twins.both(|which, node| {
            let fields = [("phien-ban", version.to_string()), ("ly-do", "Đổi ý".to_owned())];
            let body = form(&fields.map(|(name, value)| (name.to_owned(), value)));
            ask(&node.address, "POST", &format!("/ho-so/{id}/{}", deeds[which]), Some(&twins.cookie), &body)
                .unwrap()
        });
        let mut statuses = answers.each_ref().map(|answer| answer.status);
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409], "round {round}: {}", answers[0].body);
        let winner = usize::from(answers[1].status == 303);
        won[winner] += 1;
        let told = &answers[1 - winner].body;
        assert!(told.contains("Việc của bạn chưa được thực hiện"), "round {round}: {told}");
        assert!(told.contains("Cán bộ một cửa – "), "round {round}: it does not say who did: {told}");
        assert_eq!(twins.standing(id).await, (version + 1, entries + 1), "round {round}");
    }
    println!("won: {won:?}");
    twins.place.expect_ledger();
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_nodes_asked_by_programs_for_an_act_one_does_it_and_the_other_names_the_change() {
    let twins = Twins::start().await;
    let token = token(&twins);
    let call = |node: &Node, method: &str, path: &str, body: &Json| {
        let headers = format!("Authorization: Bearer {token}\r\nContent-Type: application/json\r\n");
        let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
        ask_with(&node.address, method, &format!("/api/v1{path}"), &headers, &body).unwrap()
    };
    let read = |answer: &Answer| serde_json::from_str::<Json>(&answer.body).expect(&answer.body);
    for round in 0..ROUNDS {
        let id = twins.received(round);
        let path = format!("/dossiers/{id}");
        // Both nodes show the same version under the same tag.
        let seen = twins.both(|_, node| call(node, "GET", &path, &Json::Null));
        assert!(seen.iter().all(|answer| answer.status == 200), "{}", seen[0].body);
        let seen = seen.each_ref().map(read);
        assert_eq!(seen[0]["version"], seen[1]["version"]);
        let (version, entries) = twins.standing(id).await;
        let body = json!({ "version": seen[0]["version"] });
        let answers = twins.both(|_, node| call(node, "POST", &format!("{path}/transfer"), &body));
        let mut statuses = answers.each_ref().map(|answer| answer.status);
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409], "round {round}: {} {}", answers[0].body, answers[1].body);
        let lost = read(&answers[usize::from(answers[0].status == 200)]);
        assert_eq!(lost["type"], "urn:motcua:changed", "round {round}: {lost}");
        assert!(
            lost["changes"][0].as_str().is_some_and(|change| change.contains("Cán bộ một cửa")),
            "{lost}"
        );
        assert_eq!(twins.standing(id).await, (version + 1, entries + 1), "round {round}");
    }
    twins.place.expect_ledger();
}

/// A token that the clerk makes on the page.
fn token(twins: &Twins) -> String {
    let until = Clock::system().now().plus_minutes(24 * 60).day().to_string();
    let fields = [
        ("ten", "Cổng dịch vụ công"),
        ("den", until.as_str()),
        ("dia_chi", ""),
        ("quyen", "one_stop.view"),
        ("quyen", "one_stop.receive"),
    ];
    let body = form(&fields.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let page = ask(&twins.nodes[0].address, "POST", "/ma-truy-cap/moi", Some(&twins.cookie), &body).unwrap();
    let from = page.body.find("motcua_").expect(&page.body);
    page.body[from..].chars().take_while(|c| c.is_ascii_alphanumeric() || "_-".contains(*c)).collect()
}
