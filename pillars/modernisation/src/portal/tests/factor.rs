//! The second factor: setting up, signing in with a code, replay, lock-out, recovery codes, switching off, by role.

use super::{Answer, House, PASSWORD, PASSWORD_HASH};
use axum::http::StatusCode;
use platform::identity::{self, AccountKind, NewAccount};
use platform::{Actor, Read, second_factor};

const LOGIN: &str = "361234567";
const ENROL: &str = "/tai-khoan/xac-thuc";

impl House {
    /// A member of staff with a role for the city's first agency.
    async fn officer(&self, login: &str, role: &str) -> i64 {
        let tx = self.app.store.write(&Actor::system()).await.unwrap();
        let new = NewAccount {
            kind: AccountKind::Staff,
            login: login.to_owned(),
            name: "Hồ Phước An".to_owned(),
            email: None,
            phone: None,
            identity_number: None,
            address: None,
            agency_id: Some(1),
        };
        let id = identity::create_account(&tx, &new, PASSWORD_HASH).await.unwrap();
        tx.exec(
            "INSERT INTO role (code, name, permissions) VALUES ($1, $1, '[]') ON CONFLICT DO NOTHING",
            vec![role.into()],
        )
        .await
        .unwrap();
        identity::grant_role(&tx, id, role, 1, true).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// The code an application shows now.
    fn code(&self, secret: &str) -> String {
        second_factor::code_at(secret, self.city.clock.now()).unwrap()
    }

    /// Sets a second factor up over the pages; the secret and the recovery codes.
    async fn set_up(&self, cookie: &str) -> (String, Vec<String>) {
        assert_eq!(self.post(ENROL, cookie, &[]).await.to, "/tai-khoan/xac-thuc/bat");
        let page = self.get("/tai-khoan/xac-thuc/bat", cookie).await.body;
        assert!(
            page.contains("<svg class=\"qr\"") && page.contains("autocomplete=\"one-time-code\""),
            "{page}"
        );
        let secret = between(&page, "<code class=\"secret\">", "</code>").replace(' ', "");
        let done = self
            .post("/tai-khoan/xac-thuc/bat", cookie, &[("ma", &self.code(&secret)), ("mat_khau", PASSWORD)])
            .await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.body);
        (secret, codes(&done))
    }

    /// The cookie of somebody whose password was right and whose code is to come.
    async fn halfway(&self, login: &str) -> String {
        let answer = self
            .post("/dang-nhap", "", &[("ten", login), ("mat_khau", PASSWORD), ("ve", "/tai-khoan")])
            .await;
        assert_eq!(answer.to, "/dang-nhap/ma?ve=/tai-khoan");
        assert!(answer.cookies.iter().all(|c| !c.starts_with("motcua=")), "no session before the code");
        answer
            .cookies
            .iter()
            .find(|c| c.starts_with("motcua_ma="))
            .unwrap()
            .split(';')
            .next()
            .unwrap()
            .to_owned()
    }

    async fn give(&self, waiting: &str, code: &str) -> Answer {
        self.post("/dang-nhap/ma", waiting, &[("ma", code), ("ve", "/tai-khoan")]).await
    }

    fn wait(&self, minutes: i64) {
        self.city.clock.set(self.city.clock.now().plus_minutes(minutes));
    }

    async fn count(&self, sql: &str) -> i64 {
        self.app.store.number(sql, vec![]).await.unwrap()
    }
}

fn between(text: &str, from: &str, to: &str) -> String {
    text.split(from).nth(1).and_then(|rest| rest.split(to).next()).unwrap().to_owned()
}

fn codes(answer: &Answer) -> Vec<String> {
    let list = between(&answer.body, "<ol class=\"codes\">", "</ol>");
    list.split("<code>").skip(1).map(|c| c.split('<').next().unwrap().to_owned()).collect()
}

fn session(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.cookies.iter().find(|c| c.starts_with("motcua=")).unwrap().split(';').next().unwrap().to_owned()
}

#[tokio::test]
async fn signing_in_asks_for_the_code_after_the_password_and_takes_it_once() {
    let house = House::new(false).await;
    let id = house.citizen(LOGIN).await;
    let (cookie, other) = (house.signed_in(LOGIN).await, house.signed_in(LOGIN).await);
    let (secret, _) = house.set_up(&cookie).await;
    assert_eq!(house.get("/tai-khoan", &cookie).await.status, StatusCode::OK);
    assert_eq!(house.get("/tai-khoan", &other).await.status, StatusCode::UNAUTHORIZED, "it had no code");
    let used = house.code(&secret);
    let waiting = house.halfway(LOGIN).await;
    assert!(house.get("/dang-nhap/ma", &waiting).await.body.contains("autocomplete=\"one-time-code\""));
    assert_eq!(house.get("/tai-khoan", &waiting).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(house.give(&waiting, &used).await.status, StatusCode::UNAUTHORIZED, "it confirmed the set-up");
    house.wait(1);
    let code = house.code(&secret);
    let opened = house.give(&waiting, &code).await;
    assert_eq!(opened.to, "/tai-khoan");
    assert_eq!(house.get("/tai-khoan", &session(&opened)).await.status, StatusCode::OK);
    assert_eq!(house.give(&waiting, &code).await.to, "/dang-nhap", "what was waited for came");
    let again = house.halfway(LOGIN).await;
    let replayed = house.give(&again, &code).await;
    assert_eq!(replayed.status, StatusCode::UNAUTHORIZED);
    assert!(replayed.body.contains("đã dùng"), "{}", replayed.body);
    let history = house.get("/tai-khoan", &session(&opened)).await.body;
    assert!(history.contains("Bật xác thực hai lớp") && history.contains("totp"));
    let kept = house.app.store.rows::<(String,)>("SELECT secret FROM second_factor", vec![]).await.unwrap();
    assert!(!format!("{kept:?}").contains(&secret));
    let told = "SELECT COUNT(*) FROM journal WHERE before LIKE $1 OR after LIKE $1 OR reason LIKE $1";
    for hidden in [secret.as_str(), code.as_str()] {
        assert_eq!(house.app.store.number(told, vec![format!("%{hidden}%").into()]).await.unwrap(), 0);
    }
    assert!(id > 0);
}

#[tokio::test]
async fn codes_outside_their_window_are_refused_and_tries_are_counted_with_the_passwords() {
    let house = House::new(false).await;
    house.citizen(LOGIN).await;
    let (secret, _) = house.set_up(&house.signed_in(LOGIN).await).await;
    house.wait(10);
    let waiting = house.halfway(LOGIN).await;
    for off in [-2, -1, 1, 2] {
        let stale = second_factor::code_at(&secret, house.city.clock.now().plus_minutes(off)).unwrap();
        assert_eq!(house.give(&waiting, &stale).await.status, StatusCode::UNAUTHORIZED, "{off}");
    }
    // A right password in between washes no wrong code off; the fifth wrong one locks both doors.
    let waiting = house.halfway(LOGIN).await;
    assert_eq!(house.give(&waiting, "000000").await.status, StatusCode::UNAUTHORIZED);
    let locked = house.give(&waiting, &house.code(&secret)).await;
    assert_eq!(locked.status, StatusCode::TOO_MANY_REQUESTS, "{}", locked.body);
    let fields = [("ten", LOGIN), ("mat_khau", PASSWORD), ("ve", "/")];
    assert_eq!(house.post("/dang-nhap", "", &fields).await.status, StatusCode::TOO_MANY_REQUESTS);
    house.wait(2);
    session(&house.give(&waiting, &house.code(&secret)).await);
    assert_eq!(house.count("SELECT COUNT(*) FROM sign_in_try").await, 0, "tries are forgotten");
}

#[tokio::test]
async fn a_sign_in_that_waits_too_long_begins_again() {
    let house = House::new(false).await;
    house.citizen(LOGIN).await;
    let (secret, _) = house.set_up(&house.signed_in(LOGIN).await).await;
    let waiting = house.halfway(LOGIN).await;
    house.wait(11);
    assert_eq!(house.get("/dang-nhap/ma", &waiting).await.to, "/dang-nhap");
    assert_eq!(house.give(&waiting, &house.code(&secret)).await.to, "/dang-nhap");
    assert_eq!(house.get("/dang-nhap/ma", "").await.to, "/dang-nhap");
    assert_eq!(house.give("motcua_ma=x", "000000").await.to, "/dang-nhap");
}

#[tokio::test]
async fn a_recovery_code_opens_once_and_new_ones_take_the_place_of_all() {
    let house = House::new(false).await;
    house.citizen(LOGIN).await;
    let (secret, codes) = house.set_up(&house.signed_in(LOGIN).await).await;
    assert_eq!(codes.len(), 10);
    let kept =
        house.app.store.rows::<(String,)>("SELECT code_hash FROM recovery_code", vec![]).await.unwrap();
    assert!(codes.iter().all(|c| !format!("{kept:?}").contains(&c.replace('-', ""))), "only hashes are kept");
    let typed = codes[0].to_uppercase().replace('-', " ");
    let cookie = session(&house.give(&house.halfway(LOGIN).await, &typed).await);
    assert!(house.get(ENROL, &cookie).await.body.contains("<dd>9"), "nine are left");
    assert_eq!(house.give(&house.halfway(LOGIN).await, &codes[0]).await.status, StatusCode::UNAUTHORIZED);
    house.wait(1);
    let renew = "/tai-khoan/xac-thuc/ma-du-phong";
    assert_eq!(house.get(renew, &cookie).await.status, StatusCode::OK);
    let fields = [("ma", house.code(&secret)), ("mat_khau", PASSWORD.to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    let renewed = house.post(renew, &cookie, &fields).await;
    let fresh = self::codes(&renewed);
    assert_eq!(house.give(&house.halfway(LOGIN).await, &codes[1]).await.status, StatusCode::UNAUTHORIZED);
    session(&house.give(&house.halfway(LOGIN).await, &fresh[1]).await);
}

#[tokio::test]
async fn switching_off_needs_the_password_and_a_code() {
    let house = House::new(false).await;
    house.citizen(LOGIN).await;
    let cookie = house.signed_in(LOGIN).await;
    let (secret, codes) = house.set_up(&cookie).await;
    house.wait(1);
    let off = "/tai-khoan/xac-thuc/tat";
    assert_eq!(house.get(off, &cookie).await.status, StatusCode::OK);
    let code = house.code(&secret);
    for (code, password, told) in
        [(code.as_str(), "sai", "Mật khẩu đang dùng không đúng"), ("000000", PASSWORD, "Mã không đúng")]
    {
        let refused = house.post(off, &cookie, &[("ma", code), ("mat_khau", password)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains(told), "{}", refused.body);
    }
    let refused = house.post(off, &cookie, &[("ma", "aaaaa-bbbbb"), ("mat_khau", PASSWORD)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "none of the ten");
    assert_eq!(house.count("SELECT COUNT(*) FROM second_factor").await, 1);
    let done = house.post(off, &cookie, &[("ma", &codes[3]), ("mat_khau", PASSWORD)]).await;
    assert_eq!((done.status, done.to.as_str()), (StatusCode::SEE_OTHER, ENROL));
    house.signed_in(LOGIN).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM recovery_code").await, 0);
}

#[tokio::test]
async fn setting_up_demands_the_password_and_a_secret_left_lying_is_thrown_away() {
    let house = House::new(false).await;
    house.citizen(LOGIN).await;
    let cookie = house.signed_in(LOGIN).await;
    let setup = "/tai-khoan/xac-thuc/bat";
    for path in [setup, "/tai-khoan/xac-thuc/tat", "/tai-khoan/xac-thuc/ma-du-phong"] {
        assert_eq!(house.get(path, &cookie).await.to, ENROL, "nothing is under way");
    }
    house.post(ENROL, &cookie, &[]).await;
    let page = house.get(setup, &cookie).await.body;
    let secret = between(&page, "<code class=\"secret\">", "</code>").replace(' ', "");
    assert!(page.contains(&format!("secret={secret}")), "the QR code's address carries the same");
    let wrong = house.post(setup, &cookie, &[("ma", "12345"), ("mat_khau", "sai")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("Mã không đúng") && wrong.body.contains("Mật khẩu đang dùng không đúng"));
    house.signed_in(LOGIN).await;
    house.wait(11);
    let late = house.post(setup, &cookie, &[("ma", &house.code(&secret)), ("mat_khau", PASSWORD)]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    house.set_up(&cookie).await;
    assert_eq!(house.post(ENROL, &cookie, &[]).await.status, StatusCode::CONFLICT, "it is on already");
}

#[tokio::test]
async fn a_role_that_demands_it_opens_nothing_before_the_set_up() {
    let house = House::new(false).await;
    house.officer("an.quantri", "it").await;
    house.officer("lan.motcua", "clerk").await;
    let early = house.signed_in("an.quantri").await;
    assert_eq!(house.get("/tai-khoan", &early).await.status, StatusCode::OK, "no rule demands it yet");
    house.rule("access.second_factor", r#"{"roles": ["it"], "minutes": 10}"#).await;
    let cookie = house.signed_in("an.quantri").await;
    for cookie in [&early, &cookie] {
        for path in
            ["/", "/tai-khoan", "/tai-khoan/mat-khau", "/thong-bao", "/tim?q=a", "/tai-khoan/xac-thuc/tat"]
        {
            assert_eq!(house.get(path, cookie).await.to, ENROL, "{path}");
        }
        assert_eq!(house.post("/tai-khoan", cookie, &[("ho_ten", "x")]).await.to, ENROL);
    }
    assert!(house.get(ENROL, &cookie).await.body.contains("bắt buộc xác thực hai lớp"));
    house.set_up(&cookie).await;
    assert_eq!(house.get("/tai-khoan", &cookie).await.status, StatusCode::OK);
    let clerk = house.signed_in("lan.motcua").await;
    assert_eq!(house.get("/tai-khoan", &clerk).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_lost_or_another_key_is_a_fault_and_lets_nobody_in() {
    let house = House::new(false).await;
    house.citizen(LOGIN).await;
    let (secret, _) = house.set_up(&house.signed_in(LOGIN).await).await;
    let key = house.app.settings.data.join("identity.key");
    let kept = std::fs::read_to_string(&key).unwrap();
    assert!(kept.starts_with("motcua identity key"));
    house.wait(1);
    let waiting = house.halfway(LOGIN).await;
    std::fs::remove_file(&key).unwrap();
    assert_eq!(house.give(&waiting, &house.code(&secret)).await.status, StatusCode::INTERNAL_SERVER_ERROR);
    let (head, secret_line) = kept.trim_end().rsplit_once('\n').unwrap();
    let swapped: String = secret_line.chars().rev().skip_while(|c| *c == '=').collect();
    std::fs::write(&key, format!("{head}\n{swapped}=\n")).unwrap();
    assert_eq!(house.give(&waiting, &house.code(&secret)).await.status, StatusCode::INTERNAL_SERVER_ERROR);
    std::fs::remove_file(&key).unwrap();
    std::fs::write(&key, &kept).unwrap();
    #[cfg(unix)]
    std::fs::set_permissions(&key, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    session(&house.give(&waiting, &house.code(&secret)).await);
}
