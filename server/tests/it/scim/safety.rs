//! Many departures at once wait for a person.

use governance::directory::safety;

use super::{Directory, leaving::letters};
use crate::kit;

/// A directory of eight, six of whom it takes away.
async fn after_a_mistake() -> Directory {
    let directory = Directory::with_domain().await;
    let mut users = Vec::new();
    for n in 0..8 {
        users.push(directory.worker(&format!("worker-{n}")).await);
    }
    for user in &users[..7] {
        assert_eq!(directory.deactivate(user).await.expect(200)["active"], false, "a directory is always told yes");
    }
    directory
}

async fn members(directory: &Directory) -> usize {
    let mut count = 0;
    for n in 0..8 {
        count += usize::from(directory.roles(&format!("worker-{n}")).await.is_some());
    }
    count
}

#[test]
fn a_crowd_waits_and_leaves_when_it_is_released() {
    kit::run(async {
        let directory = after_a_mistake().await;
        let (gov, operator) = (directory.service.gov(), directory.operator());

        assert_eq!(members(&directory).await, 3, "five passed, two wait, one works here");
        assert_eq!(safety::read(gov, &operator).await.unwrap().held.len(), 2);
        assert!(directory.newest().await.contains("held"));
        assert_eq!(letters(&directory).await.iter().filter(|letter| letter.contains("departures_held")).count(), 1, "told once");
        assert_eq!(safety::release(gov, &operator, None).await.unwrap(), 2);

        assert_eq!(members(&directory).await, 1);
        assert!(safety::read(gov, &operator).await.unwrap().held.is_empty());
        assert!(matches!(safety::release(gov, &operator, None).await, Err(governance::Error::Conflict(_))));
    });
}

#[test]
fn a_crowd_that_is_discarded_stays() {
    kit::run(async {
        let directory = after_a_mistake().await;
        let (gov, operator) = (directory.service.gov(), directory.operator());

        assert_eq!(safety::discard(gov, &operator, None).await.unwrap(), 2);

        assert_eq!(members(&directory).await, 3);
        assert!(safety::read(gov, &operator).await.unwrap().held.is_empty());
    });
}

#[test]
fn who_waits_to_leave_and_is_named_again_stays() {
    kit::run(async {
        let directory = after_a_mistake().await;
        let mut tx = directory.service.kit.pool.org_tx(&directory.operator()).await.unwrap();
        let held = store::directory::held::list(&mut tx).await.unwrap();
        drop(tx);
        let name = held[0].email.split('@').next().unwrap().to_owned();
        let user = directory.find("Users", &format!("userName eq \"{}\"", held[0].email)).await.remove(0);

        directory.reactivate(&user).await.expect(200);

        assert_eq!(directory.newest().await, "reactivated; the held departure is dropped");
        assert!(directory.roles(&name).await.is_some());
        assert_eq!(safety::read(directory.service.gov(), &directory.operator()).await.unwrap().held.len(), 1);
    });
}

#[test]
fn of_a_crowd_one_is_let_go_and_another_is_kept() {
    kit::run(async {
        let directory = after_a_mistake().await;
        let (gov, operator) = (directory.service.gov(), directory.operator());
        let held = safety::read(gov, &operator).await.unwrap().held;

        assert_eq!(safety::release(gov, &operator, Some(held[0].person)).await.unwrap(), 1);
        assert_eq!(members(&directory).await, 2);
        let again = safety::release(gov, &operator, Some(held[0].person)).await;
        assert_eq!(safety::discard(gov, &operator, Some(held[1].person)).await.unwrap(), 1);

        assert!(matches!(again, Err(governance::Error::Conflict(_))), "somebody left twice");
        assert_eq!(members(&directory).await, 2, "who was kept is a member");
        assert!(safety::read(gov, &operator).await.unwrap().held.is_empty());
    });
}
