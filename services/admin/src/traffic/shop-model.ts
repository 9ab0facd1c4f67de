// The made-up system that the traces come from: a shop. Calls only lead to services further down, so every
// trace ends; depth, fan-out and error rates are those of a middling microservice installation.

export interface CallModel {
  readonly service: string;
  readonly operation: string;
  /** 0..1 */
  readonly probability: number;
  /** Up to so many calls, one after the other. */
  readonly repeat?: number;
}

export interface OperationModel {
  readonly name: string;
  /** Work of its own, besides the calls. */
  readonly meanUs: number;
  /** 0..1 */
  readonly errorRate: number;
  readonly calls?: readonly CallModel[];
  /** A query to the service's own database: system and statement. */
  readonly query?: readonly [system: string, statement: string];
  readonly http?: readonly [method: string, route: string];
}

export interface ServiceModel {
  readonly name: string;
  readonly language: string;
  readonly version: string;
  readonly instances: number;
  readonly operations: readonly OperationModel[];
}

function call(service: string, operation: string, probability = 1, repeat = 1): CallModel {
  return { service, operation, probability, repeat };
}

export const SHOP: readonly ServiceModel[] = [
  {
    name: 'storefront',
    language: 'nodejs',
    version: '4.2.0',
    instances: 3,
    operations: [
      {
        name: 'GET /',
        http: ['GET', '/'],
        meanUs: 1_800,
        errorRate: 0.001,
        calls: [call('recommendation', 'List', 0.9), call('catalog', 'ListProducts'), call('cart', 'GetCart', 0.6)],
      },
      {
        name: 'GET /product/{id}',
        http: ['GET', '/product/{id}'],
        meanUs: 1_200,
        errorRate: 0.002,
        calls: [call('catalog', 'GetProduct'), call('recommendation', 'List', 0.8), call('inventory', 'GetStock')],
      },
      {
        name: 'POST /cart',
        http: ['POST', '/cart'],
        meanUs: 900,
        errorRate: 0.004,
        calls: [call('catalog', 'GetProduct'), call('cart', 'AddItem')],
      },
      {
        name: 'POST /checkout',
        http: ['POST', '/checkout'],
        meanUs: 2_500,
        errorRate: 0.01,
        calls: [call('cart', 'GetCart'), call('checkout', 'PlaceOrder')],
      },
    ],
  },
  {
    name: 'checkout',
    language: 'go',
    version: '2.0.7',
    instances: 2,
    operations: [
      {
        name: 'PlaceOrder',
        meanUs: 3_000,
        errorRate: 0.008,
        calls: [
          call('catalog', 'GetProduct', 1, 4),
          call('inventory', 'Reserve', 1, 3),
          call('payment', 'Charge'),
          call('shipping', 'GetQuote'),
          call('cart', 'EmptyCart'),
          call('email', 'SendConfirmation', 0.95),
        ],
      },
    ],
  },
  {
    name: 'cart',
    language: 'dotnet',
    version: '1.9.1',
    instances: 2,
    operations: [
      { name: 'GetCart', meanUs: 300, errorRate: 0.001, query: ['redis', 'HGETALL'] },
      { name: 'AddItem', meanUs: 350, errorRate: 0.002, query: ['redis', 'HSET'] },
      { name: 'EmptyCart', meanUs: 250, errorRate: 0.001, query: ['redis', 'DEL'] },
    ],
  },
  {
    name: 'recommendation',
    language: 'python',
    version: '0.31.0',
    instances: 2,
    operations: [
      {
        name: 'List',
        meanUs: 4_000,
        errorRate: 0.003,
        calls: [call('catalog', 'ListProducts'), call('catalog', 'GetProduct', 0.7, 3)],
      },
    ],
  },
  {
    name: 'catalog',
    language: 'go',
    version: '5.1.3',
    instances: 3,
    operations: [
      {
        name: 'ListProducts',
        meanUs: 700,
        errorRate: 0.001,
        query: ['postgresql', 'SELECT id, name, price FROM products ORDER BY rank LIMIT $1'],
      },
      {
        name: 'GetProduct',
        meanUs: 400,
        errorRate: 0.002,
        query: ['postgresql', 'SELECT * FROM products WHERE id = $1'],
      },
    ],
  },
  {
    name: 'inventory',
    language: 'java',
    version: '3.3.0',
    instances: 2,
    operations: [
      { name: 'GetStock', meanUs: 500, errorRate: 0.002, query: ['mysql', 'SELECT amount FROM stock WHERE sku = ?'] },
      {
        name: 'Reserve',
        meanUs: 1_400,
        errorRate: 0.012,
        query: ['mysql', 'UPDATE stock SET reserved = reserved + ? WHERE sku = ?'],
      },
    ],
  },
  {
    name: 'payment',
    language: 'java',
    version: '7.0.2',
    instances: 2,
    operations: [{ name: 'Charge', meanUs: 18_000, errorRate: 0.02, calls: [call('ledger', 'Append')] }],
  },
  {
    name: 'shipping',
    language: 'rust',
    version: '1.0.0',
    instances: 1,
    operations: [{ name: 'GetQuote', meanUs: 900, errorRate: 0.003 }],
  },
  {
    name: 'email',
    language: 'ruby',
    version: '2.4.4',
    instances: 1,
    operations: [{ name: 'SendConfirmation', meanUs: 6_000, errorRate: 0.01 }],
  },
  {
    name: 'ledger',
    language: 'cpp',
    version: '11.2.0',
    instances: 1,
    operations: [
      {
        name: 'Append',
        meanUs: 800,
        errorRate: 0.001,
        query: ['postgresql', 'INSERT INTO entries VALUES ($1, $2, $3)'],
      },
    ],
  },
];
