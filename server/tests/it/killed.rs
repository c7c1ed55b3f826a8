//! The short one of the fault tests: killed once under load. `faults` has the long ones.

use crate::faults::kill::killed_under_load;
use crate::faults::node::Place;

#[tokio::test(flavor = "multi_thread")]
async fn a_server_killed_under_load_loses_and_doubles_nothing_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    crate::city::put_of_today(folder.path()).await;
    killed_under_load(&Place::sqlite(folder.path()), 1, 20_261_127).await;
}
