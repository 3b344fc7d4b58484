//! `saatja serve`: pages until stopped.

use crate::{
    config::Config,
    delivery, demo, inbound, logging, mailboxes, metrics, routes,
    site::Site,
    state::{Shared, State},
    upkeep,
    webhooks::Delivery,
};
use anyhow::Context;
use std::{
    net::SocketAddr,
    process::ExitCode,
    sync::{Arc, PoisonError},
    time::Duration,
};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    sync::watch,
};

/// Serves until the program is asked to stop; open requests are given their time.
pub async fn run(config: Config) -> anyhow::Result<ExitCode> {
    logging::start(&config.log)?;
    let site = Site::read(&config.server.site)?;
    // First the demo's authority, which the rules for dialling then trust.
    let demo = if config.demo.enabled {
        Some(demo::start(&config).await?)
    } else {
        None
    };
    let (listen, patience) = (
        config.server.listen,
        Duration::from_secs(u64::from(config.server.stop_seconds)),
    );
    let state: State = Arc::new(Shared::new(config, demo, site).await?);
    let listener = TcpListener::bind(listen)
        .await
        .with_context(|| format!("server.listen: {listen}"))?;
    let address = listener.local_addr()?;
    let numbers = metrics::listen(&state).await?;
    let doors = inbound::open(&state).await?;
    if state.demo.is_some() {
        tell_demo(&state).await?;
    }
    tracing::info!(%address, base_url = %state.config.server.base_url, "serving");
    let stop = stop_signal()?;
    let upkeep = tokio::spawn(upkeep::run(state.clone(), stop.clone()));
    let key_file = state.config.store.keys.clone();
    let keys = tokio::spawn(upkeep::watch_keys(state.keys.clone(), key_file, stop.clone()));
    let webhooks = tokio::spawn(Delivery::of(&state).run(stop.clone()));
    let numbers = tokio::spawn(metrics::serve(numbers, state.clone(), stop.clone()));
    let sending = tokio::spawn(delivery::run(state.clone(), stop.clone()));
    let receiving = tokio::spawn(inbound::run(state.clone(), doors, stop.clone()));
    let looking = tokio::spawn(mailboxes::run(state.clone(), stop.clone()));
    let service = routes::router(state.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let mut asked = stop.clone();
    let serving = axum::serve(listener, service).with_graceful_shutdown(async move {
        let _ = asked.wait_for(|stop| *stop).await;
    });
    let mut asked = stop;
    let too_long = async move {
        let _ = asked.wait_for(|stop| *stop).await;
        tokio::time::sleep(patience).await;
    };
    // A test that runs comes to its verdict: its letter may be out already.
    let finished = async {
        serving.into_future().await.context("serving")?;
        // Mails that are being read are kept, or said to be sent again.
        receiving.await.context("taking mail in")?;
        state.running.ended().await;
        // What is being posted is noted, so that it is not posted again.
        webhooks.await.context("posting webhook messages")
    };
    // Letters whose content is on its way come to their answer: otherwise they would be in doubt. Where sending breaks
    // off the program ends, so that whoever watches over it starts it anew: nobody would see that nothing is sent.
    let sent = async {
        sending
            .await
            .context("sending letters")?
            .context("sending letters")
    };
    let sorting = state
        .sorting
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take();
    // The same where nothing that comes in is kept any more.
    let broken = async {
        match sorting {
            Some(sorting) => match sorting.await {
                Err(error) => anyhow::Error::new(error).context("keeping mail that comes in"),
                Ok(()) => std::future::pending().await,
            },
            None => std::future::pending().await,
        }
    };
    let ended = tokio::select! {
        error = broken => Err(error),
        ended = async { tokio::try_join!(finished, sent) } => ended.map(drop),
        () = too_long => {
            tracing::warn!("some requests, tests or letters were still open and are cut off");
            Ok(())
        }
    };
    looking.abort();
    upkeep.abort();
    numbers.abort();
    keys.abort();
    state.store.close().await;
    ended?;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

async fn tell_demo(state: &State) -> anyhow::Result<()> {
    let email = demo::create_company(&*state.store, &*state.clock).await?;
    let user = state
        .store
        .users_with_email(&email)
        .await?
        .into_iter()
        .next()
        .context("the demo's user")?;
    let ttl = Duration::from_secs(u64::from(state.config.sessions.link_minutes) * 60);
    let link = state
        .store
        .company(user.company)
        .create_sign_in_link(user.id, ttl)
        .await?;
    println!("\n  Demo:     {}", state.config.server.base_url);
    println!(
        "  Sign in:  {}/{}/sign-in/{}\n",
        state.config.server.base_url,
        user.language,
        link.reveal()
    );
    Ok(())
}

/// Becomes true when the program is asked to stop (SIGTERM, SIGINT).
fn stop_signal() -> anyhow::Result<watch::Receiver<bool>> {
    let (sender, receiver) = watch::channel(false);
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("asked to stop");
        sender.send_replace(true);
    });
    Ok(receiver)
}
