/** Puts live data together: the bus between replicas, the sources of prices, and who is told what. */
import type { Config } from './core/config.ts';
import { createId } from './core/ids.ts';
import type { PriceRepository } from './domain/assets/ports.ts';
import { EventBoard } from './domain/live/event-board.ts';
import { tellOfJobs } from './domain/live/job-news.ts';
import { createLiveDesk, type LiveDesk } from './domain/live/live-desk.ts';
import { LiveMarket } from './domain/live/live-market.ts';
import { loadBaseline } from './domain/live/portfolio-baseline.ts';
import { PortfolioBoard } from './domain/live/portfolio-board.ts';
import type { CommittedNews, Leadership, ReadJobNews } from './domain/live/ports.ts';
import { createProviderSource } from './domain/live/provider-source.ts';
import type { QuotableAssets } from './domain/live/quotable-asset.ts';
import { QuoteBoard } from './domain/live/quote-board.ts';
import { createSimulatedSource } from './domain/live/simulated-source.ts';
import { createTopicAccess } from './domain/live/topic-access.ts';
import type { StreamingProvider } from './domain/live/watched-stream.ts';
import type { ExchangeRateRepository } from './domain/market-data/ports.ts';
import type { PortfolioRepository } from './domain/portfolios/ports.ts';
import { createLiveAccessRepository } from './infrastructure/database/repositories/live-access-repository.ts';
import { committedChannels, createCommittedNews } from './infrastructure/live/committed-news.ts';
import { ListeningConnection } from './infrastructure/live/listening-connection.ts';
import { createPostgresLiveBus, liveNotifyChannels } from './infrastructure/live/postgres-live-bus.ts';
import { createRedisLiveBus } from './infrastructure/live/redis-live-bus.ts';
import type { ServerParts } from './lifecycle/server-parts.ts';

export interface LiveRepositories {
  readonly assets: QuotableAssets;
  readonly prices: PriceRepository;
  readonly rates: ExchangeRateRepository;
  readonly portfolios: PortfolioRepository;
}

export interface LiveOptions {
  readonly installationId: string;
  /** Each is a source of live prices of the assets that it feeds. */
  readonly streaming: readonly StreamingProvider[];
  /** Of the queue; null while there is none, and nothing is told of jobs. */
  readonly readJobNews: ReadJobNews | null;
}

export interface Live {
  readonly desk: LiveDesk;
  /** For those who have something to tell: alerts and limits. */
  readonly events: Pick<EventBoard, 'publish'>;
  readonly news: CommittedNews;
  readonly leadership: Leadership;
  close(): Promise<void>;
}

export async function composeLive(
  config: Pick<Config, 'redisUrl'>,
  { database: { orm, pool }, clock, log }: ServerParts,
  repositories: LiveRepositories,
  { installationId, streaming, readJobNews }: LiveOptions,
): Promise<Live> {
  const replicaId = createId();
  const listening = new ListeningConnection({
    connection: { ...pool.options, application_name: 'riskoptimizer-live' },
    log,
    channels: [...committedChannels, ...(config.redisUrl === null ? liveNotifyChannels : [])],
  });
  const bus =
    config.redisUrl === null
      ? createPostgresLiveBus({ pool, listening, replicaId, log })
      : createRedisLiveBus({ url: config.redisUrl, log, replicaId, installationId });
  const news = createCommittedNews(listening, log);
  const market = new LiveMarket({
    bus,
    leadership: listening,
    sources: [
      createSimulatedSource({ clock }),
      ...streaming.map((provider) => createProviderSource({ provider, log })),
    ],
    clock,
    onTicks: (ticks) => quotes.hear(ticks),
  });
  const quotes: QuoteBoard = new QuoteBoard({
    market,
    onQuoted: (assetIds) => portfolios.noteQuoted(assetIds),
    log,
  });
  const portfolios: PortfolioBoard = new PortfolioBoard({
    quotes,
    loadBaseline: (ownerId, portfolioId) =>
      loadBaseline(repositories, ownerId, portfolioId, (asset) => quotes.isQuoted(asset)),
    clock,
    log,
  });
  const events = new EventBoard(bus, clock);
  const stopJobs = tellOfJobs({ news, leadership: listening, events, read: readJobNews, log });
  const desk = createLiveDesk({
    access: createTopicAccess(createLiveAccessRepository(orm, repositories.assets, clock), clock),
    quotes,
    portfolios,
    events,
    onAccessChanged: news.onAccessChanged,
    clock,
    log,
  });
  await listening.open();
  return {
    desk,
    events,
    news,
    leadership: listening,
    async close() {
      desk.close();
      stopJobs();
      portfolios.close();
      quotes.close();
      market.close();
      events.close();
      await bus.close();
      await listening.close();
    },
  };
}
