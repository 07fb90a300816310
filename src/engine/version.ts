/** Version of the engine: with the configuration and the seed it decides every byte of a result. */
export const ENGINE_VERSION = '0.1.0';
